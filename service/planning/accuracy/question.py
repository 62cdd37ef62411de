"""What may be asked about accuracy, and which rows an answer has."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal, get_args

from service.planning.basis.span import QuestionError
from service.planning.basis.terms import FirstDay, LastDay, ReleaseId, Term

Measure = Literal["calls", "intervals", "aht", "events", "service_level", "readiness"]
Leads = Literal["bucket", "each", "all"]
By = Literal["queue", "call_type", "language", "segment", "total", "pool"]
OF_POOLS: tuple[Measure, ...] = ("service_level", "readiness")
BUCKETS = ((1, 1), (2, 7), (8, 28), (29, 91), (92, 182), (183, 730))  # days from the origin
USUAL_DAYS = 91  # that are scored where no first day is asked


@dataclass(frozen=True, slots=True)
class AccuracyQuestion:
    """Which days that came, what of them, and how summed."""

    first: Annotated[
        FirstDay | None, Term("First local day; left out, 91 days up to the last", "from")
    ] = None
    last: Annotated[
        LastDay | None, Term("Last local day, included; left out, the last that is known", "to")
    ] = None
    measure: Annotated[Measure, Term("What is scored")] = "calls"
    by: Annotated[
        By | None,
        Term("Left out: queue; pool for service_level; total for readiness"),
    ] = None
    leads: Annotated[Leads, Term("How days are told apart by their distance from the origin")] = (
        "bucket"
    )
    granularity: Annotated[
        Literal["all", "day", "week", "month"], Term("A row for all days, or for each period")
    ] = "all"
    releases: Annotated[
        Literal["together", "each"], Term("A row for all releases, or for each")
    ] = "together"
    release: Annotated[ReleaseId | None, Term("Only this release")] = None

    @property
    def grouping(self) -> By:
        """What rows are named by; QuestionError where the measure is not told so."""
        of_pools = self.measure in OF_POOLS
        if self.by is None:
            return "pool" if self.measure == "service_level" else "total" if of_pools else "queue"
        known = ("pool", "total") if of_pools else [x for x in get_args(By) if x != "pool"]
        if self.by not in known:
            raise QuestionError(
                "by", f"by is {self.by}; {self.measure} is told by {', '.join(known)}"
            )
        return self.by

    def days(self, known: date) -> tuple[date, ...]:
        """The asked days up to the last ``known`` one; none where all are still to come."""
        last = min(self.last or known, known)
        first = self.first or last - timedelta(days=USUAL_DAYS - 1)
        if self.first and self.last and self.last < self.first:
            raise QuestionError(
                "to", f"to is {self.last}, before from ({self.first}); dates are inclusive"
            )
        return tuple(first + timedelta(days=x) for x in range((last - first).days + 1))


def lead_groups(leads: Leads, longest: int) -> tuple[tuple[int, int], ...]:
    """The first and last lead of each row, in days."""
    if leads == "bucket":
        return BUCKETS
    return ((1, longest),) if leads == "all" else tuple((x, x) for x in range(1, longest + 1))
