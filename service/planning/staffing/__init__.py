"""Agents a pool needs, what its callers then get, and how sure that is."""
