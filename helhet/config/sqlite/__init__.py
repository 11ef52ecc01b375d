"""SQLite as Django has it, but for one function that every page waits for: see `base`."""
