"""A plan's TOML as tables: what may be written where, and what is wrong with what is."""
