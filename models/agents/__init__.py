"""How many agents: by target, under uncertainty, over whole periods, and why so many."""
