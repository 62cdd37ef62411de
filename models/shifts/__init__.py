"""Shifts of a week: the fewest people, and who starts when, for a need or a service level."""
