"""Numerical methods that know nothing of calls: roots, searches, counts, ratios."""
