"""Shifts of the sample's pools: against a proven bound, another solver, and the clock."""
