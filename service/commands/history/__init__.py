"""``relais history``: files taken in, imports kept and undone, what is doubtful."""
