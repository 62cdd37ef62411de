"""People over time, and hours shared between languages."""
