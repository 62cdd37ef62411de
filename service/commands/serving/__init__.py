"""Serving: the command, the process it becomes, and how gunicorn runs it."""
