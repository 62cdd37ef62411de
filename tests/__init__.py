"""Behaviour, one file a module or endpoint."""
