"""How good what was published turned out to be."""
