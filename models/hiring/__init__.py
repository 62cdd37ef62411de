"""The cheapest people: the hiring problem as an integer programme, and what binds it."""
