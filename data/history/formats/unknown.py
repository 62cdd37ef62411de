"""A table whose form is not known, or that is no history."""

from collections.abc import Sequence

Place = tuple[int, str, str, str]  # line, column, value, reason


class UnknownFormError(ValueError):
    """Why a table is not read; ``refusals`` says it place by place."""

    def __init__(self, refusals: Sequence[Place]) -> None:
        super().__init__("; ".join(x[3] for x in refusals))
        self.refusals = tuple(refusals)
