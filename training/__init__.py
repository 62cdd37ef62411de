"""How demand is learned: fit, back-test, compare, publish."""
