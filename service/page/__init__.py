"""The planner page: a week's calls and agents, as HTML that needs no script."""
