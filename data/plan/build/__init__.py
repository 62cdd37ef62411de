"""Well-formed tables of a plan's text to the frozen plan."""
