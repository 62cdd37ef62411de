"""How a day's calls spread over its half-hours, and how they vary around that."""
