"""Statistics: the national report from the record, indicators over years, comparison with others, and what may be told of it."""
