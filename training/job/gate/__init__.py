"""The gate: whether a queue's new numbers are published, held back, or published with an alarm."""
