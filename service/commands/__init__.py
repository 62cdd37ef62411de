"""The command line's groups: thin edges over ``data`` and the answers."""
