"""Scenarios: named changes laid over a plan, which then passes the checks of every plan."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from data.errors import PlannerError
from data.plan import Plan
from data.plan.checks import faults_of
from service.planning.scenarios.changes.change import Change, ChangeError


class ScenarioError(PlannerError):
    """A change that cannot be made: the numbers of scenario and change, and its key."""

    def __init__(self, key: str, detail: str, change: int = 0, scenario: int = 0) -> None:
        super().__init__(detail)
        self.key, self.detail, self.change, self.scenario = key, detail, change, scenario


@dataclass(frozen=True, slots=True)
class Scenario:
    """Named changes, made one after the other."""

    name: str
    changes: tuple[Change, ...]


def stages(plan: Plan, changes: Sequence[Change]) -> Iterator[Plan]:
    """The plan under the first change, under the first two, and so on.

    ScenarioError for one that names what is not there, or that no plan file could say.
    """
    changed = plan
    for number, change in enumerate(changes):
        before = changed
        try:
            changed = change.apply(before)
            _require_sound(before, changed, change)
        except ChangeError as error:
            raise ScenarioError(error.key, error.detail, number) from error
        yield changed


def applied(plan: Plan, changes: Sequence[Change]) -> Plan:
    """The plan under all changes. Raises as ``stages``."""
    return [plan, *stages(plan, changes)][-1]


def _require_sound(before: Plan, after: Plan, change: Change) -> None:
    """A fault that the plan had already is not the change's; one more like it is."""
    faults = faults_of(after)
    if not faults:
        return
    known = Counter(x.detail for x in faults_of(before))
    for fault in faults:
        known[fault.detail] -= 1
        if known[fault.detail] < 0:
            raise ChangeError(change.blamed(fault.place), fault.detail)


def require_asked(plan: Plan, changes: Sequence[Change], first: date, last: date) -> None:
    """ScenarioError for a change of the plan that no day from ``first`` to ``last`` can show."""
    for number, change in enumerate(changes):
        begins, ends = change.days(plan)
        if ends < first:
            key = change.key_among("to")
            raise ScenarioError(key, _unseen(f"ends on {ends}", first, last), number)
        if begins > last:
            key = change.key_among("from", "starts")
            raise ScenarioError(key, _unseen(f"begins on {begins}", first, last), number)


def _unseen(when: str, first: date, last: date) -> str:
    return (
        f"it {when} and changes nothing in the days asked, {first} to {last}; ask for days that "
        "hold it, or give another day"
    )
