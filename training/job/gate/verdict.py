"""What the gate decides about a queue, and how it says so."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

HELD_DAYS = 7  # at most; what lasts longer is published with an alarm
REMEDY = (
    "if the days are wrong, import them again and train; if they are true, give them weight = 1 in "
    "[[unusual_days]]"
)

Outcome = Literal["published", "held", "alarm"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """``held`` keeps the former numbers; an ``alarm`` publishes the new ones and says why not to.

    ``doubts`` are the reasons to hold or to warn, ``because`` what explains a change.
    """

    queue: str
    outcome: Outcome
    learned_until: date  # last day that the numbers of the release have learned
    doubts: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    held_since: date | None = None
    asks: bool = False  # whether a planner can answer by correcting days or stating their weight
    figures: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        told = "; ".join(self.doubts)
        ends = f"; {REMEDY}" if self.asks else ""
        if self.outcome == "held":
            assert self.held_since is not None
            until = self.held_since + timedelta(days=HELD_DAYS)
            last = f"; if nothing changes the new numbers are published from {until} on"
            return f"queue {self.queue} is held at its former numbers: {told}{ends}{last}"
        return f"queue {self.queue} is published with an alarm: {told}{ends}"

    def report(self) -> dict[str, object]:
        """The ``gate`` part of the queue's report."""
        since = None if self.held_since is None else self.held_since.isoformat()
        return {
            "verdict": self.outcome,
            "doubts": list(self.doubts),
            "because": list(self.because),
            "learned_until": self.learned_until.isoformat(),
            "held_since": since,
            **self.figures,
        }
