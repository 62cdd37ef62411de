"""The exports of switches and planning suites, as far as their forms are documented."""
