"""Files of past calls to checked rows, every refusal named with its place."""
