"""Whether forecasts are fooled: histories of half-hours whose true mean is known."""
