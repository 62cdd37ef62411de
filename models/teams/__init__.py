"""Teams that share: people of one queue and people of several, and what each queue's callers get."""
