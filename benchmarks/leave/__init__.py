"""What callers get where all leave that is allowed is granted, call by call."""
