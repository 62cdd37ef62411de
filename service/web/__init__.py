"""Plumbing of the HTTP edge: texts in, answers and problems out."""
