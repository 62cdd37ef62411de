"""Handling times, by queue and by site."""
