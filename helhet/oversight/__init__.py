"""The law kept every day: criteria as data, judged over the record's tables, with what each verdict stands on."""
