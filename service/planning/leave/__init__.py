"""How many people may be off on a day or for a half-hour, with every promise kept."""
