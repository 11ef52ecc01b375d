"""The record as analysis tables: schema, live views, pseudonymised snapshot, engines."""
