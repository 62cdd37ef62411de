"""What callers get of so many agents: Erlang B, C and A, waits, abandonment, retrials."""
