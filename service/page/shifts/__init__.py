"""What the shifts page shows: a week of kept shifts against what is needed."""
