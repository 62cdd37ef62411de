"""Changes laid over a plan, and the differences they make."""
