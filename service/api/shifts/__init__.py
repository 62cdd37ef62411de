"""Shifts over HTTP: the resource, and the weeks that are kept for it."""
