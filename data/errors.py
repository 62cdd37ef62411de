"""What a planner can meet: errors whose text says what is wrong, where, and what to do."""


class PlannerError(Exception):
    """An error that is shown as it reads, without a traceback."""
