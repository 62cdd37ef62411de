"""Daily totals of a file, put on the plan's intervals."""
