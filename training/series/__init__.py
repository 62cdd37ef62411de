"""History as training reads it: regular series on the callers' clock."""
