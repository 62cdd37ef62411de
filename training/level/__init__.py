"""How many calls a day: components of the level forecast and how they are combined."""
