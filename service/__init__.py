"""How questions are answered: HTTP API, planner page, exports, command line."""
