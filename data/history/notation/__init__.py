"""How files write dates, numbers, durations and names, and what a whole file tells of it."""
