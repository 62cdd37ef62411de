"""Calls that are expected, and what makes them."""
