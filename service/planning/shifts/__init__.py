"""Shifts of a pool and week, from what it needs and what its contracts allow."""
