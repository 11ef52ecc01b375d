"""What is shared, as FHIR R4: built from the rooms' queries when it is asked for, through the opening of whoever asks."""
