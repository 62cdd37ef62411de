"""Changes laid over a plan: what if a step comes later, more people call, a class is cancelled?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from data.errors import PlannerError
from data.plan import AhtChange, Event, Plan, Routing, ShrinkageChange, Site
from data.plan.routing import routing_of
from models.queues import Match, Pool, ServiceTarget

Kind = Literal[
    "delay_step",
    "volume",
    "aht",
    "attrition",
    "shrinkage",
    "cancel_class",
    "add_class",
    "event",
    "target",
]
REASON = "scenario"
ONE_DAY = timedelta(days=1)
EVERY_QUEUE = Match()


class ScenarioError(PlannerError):
    """A change that the plan cannot take: the numbers of scenario and change, and its key."""

    def __init__(self, key: str, detail: str, change: int = 0, scenario: int = 0) -> None:
        super().__init__(detail)
        self.key, self.detail, self.change, self.scenario = key, detail, change, scenario


@dataclass(frozen=True, slots=True)
class Change:
    """One change; only the fields of its kind are given."""

    kind: Kind
    match: Match = EVERY_QUEUE
    site: str = ""
    first: date = date.min
    last: date = date.max
    factor: float = 1.0
    offered: float | None = None
    contract: str | None = None
    starts: date = date.min
    headcount: int = 0
    languages: tuple[str, ...] = ()
    shares: Mapping[str, Decimal] = field(default_factory=dict)  # of shrinkage
    target: Mapping[str, float] = field(default_factory=dict)  # fields of ServiceTarget


@dataclass(frozen=True, slots=True)
class Scenario:
    """Named changes, made one after the other."""

    name: str
    changes: tuple[Change, ...]


def applied(plan: Plan, changes: tuple[Change, ...]) -> Plan:
    """The plan under the changes; ScenarioError for one that names what is not there."""
    for number, change in enumerate(changes):
        try:
            _require_queues(plan, change)
            plan = _MAKE[change.kind](plan, change)
        except ScenarioError as error:
            raise ScenarioError(error.key, error.detail, number) from error
    return plan


def _require_queues(plan: Plan, x: Change) -> None:
    if not any(x.match.takes(queue) for queue in plan.queues):
        known = "; ".join(
            f"{key} {', '.join(sorted({str(getattr(queue, key)) for queue in plan.queues}))}"
            for key in ("segment", "call_type", "language")
        )
        raise ScenarioError("match", f"no queue of the plan has these values; it has {known}")


def _event(plan: Plan, x: Change) -> Plan:
    factor = None if x.offered is not None else x.factor
    event = Event(x.match, x.first, x.last, factor, x.offered, REASON, REASON)
    return replace(plan, events=(*plan.events, event))


def _aht(plan: Plan, x: Change) -> Plan:
    change = AhtChange(x.match, x.first, x.last, x.factor, REASON)
    return replace(plan, aht_changes=(*plan.aht_changes, change))


def _delay_step(plan: Plan, x: Change) -> Plan:
    chosen = [routing_of(plan, queue) for queue in plan.queues if x.match.takes(queue)]
    later = {id(row): _delayed(plan, row, x) for row in chosen if row and _has_step(row, x.first)}
    if not later:
        steps = {step.first for row in chosen if row for step in row.steps}
        known = ", ".join(str(day) for day in sorted(steps))
        raise ScenarioError("from", f"no step begins on {x.first}; the steps begin on {known}")
    return replace(plan, routing=tuple(later.get(id(row), row) for row in plan.routing))


def _has_step(row: Routing, first: date) -> bool:
    return any(step.first == first for step in row.steps)


def _delayed(plan: Plan, row: Routing, x: Change) -> Routing:
    place = next(i for i, step in enumerate(row.steps) if step.first == x.first)
    following = row.steps[place + 1].first if place + 1 < len(row.steps) else date.max
    if not x.first < x.last < following or place == 0:
        raise ScenarioError(
            "to",
            f"the step of {x.first} can be delayed to a later day before the next ({following})"
            if place
            else f"{x.first} begins the routing; only later steps can be delayed",
        )
    _require_open(plan, row.steps[place - 1].shares, x)
    steps = (*row.steps[:place], replace(row.steps[place], first=x.last), *row.steps[place + 1 :])
    return replace(row, steps=steps)


def _require_open(plan: Plan, shares: Mapping[str, float], x: Change) -> None:
    """Who takes the calls until the later day must still be there."""
    for site in plan.sites:
        if shares.get(site.id, 0.0) > 0 and site.closes and site.closes < x.last - ONE_DAY:
            raise ScenarioError(
                "to",
                f"{site.id} closes on {site.closes} and would take these calls until then; "
                f"delay the step to {site.closes + ONE_DAY} at the latest",
            )


def _on_site(plan: Plan, x: Change, change: Callable[[Site], Site]) -> Plan:
    if x.site not in [site.id for site in plan.sites]:
        known = ", ".join(site.id for site in plan.sites)
        raise ScenarioError("site", f"there is no site {x.site}; the plan has {known}")
    sites = tuple(change(site) if site.id == x.site else site for site in plan.sites)
    return replace(plan, sites=sites)


def _attrition(plan: Plan, x: Change) -> Plan:
    def faster(row: Any) -> Any:
        rates = {"weekly_attrition": min(row.weekly_attrition * x.factor, _ALL)}
        if getattr(row, "attrition_after", None) is not None:
            rates["attrition_after"] = min(row.attrition_after * x.factor, _ALL)
        return replace(row, **rates)

    def change(site: Site) -> Site:
        taken = [row for row in site.staff if x.contract in (None, row.contract)]
        if x.contract is not None and not taken:
            known = ", ".join(row.contract for row in site.staff)
            raise ScenarioError("contract", f"{site.id} has no {x.contract} staff; it has {known}")
        staff = tuple(faster(row) if row in taken else row for row in site.staff)
        classes = site.classes if x.contract else tuple(faster(row) for row in site.classes)
        return replace(site, staff=staff, classes=classes)

    return _on_site(plan, x, change)


_ALL = 0.9999  # weekly: nobody is left after a week or two


def _shrinkage(plan: Plan, x: Change) -> Plan:
    change = ShrinkageChange(
        x.first,
        x.last,
        x.shares.get("leave"),
        x.shares.get("absence"),
        x.shares.get("off_phone"),
        REASON,
    )

    def changed(site: Site) -> Site:
        return replace(site, shrinkage_changes=(*site.shrinkage_changes, change))

    return _on_site(plan, x, changed)


def _cancel_class(plan: Plan, x: Change) -> Plan:
    def change(site: Site) -> Site:
        kept = tuple(row for row in site.classes if not _is_class(x, row.starts, row.languages))
        if len(site.classes) - len(kept) > 1:
            raise ScenarioError(
                "languages", f"several classes start at {site.id} on {x.starts}; give languages"
            )
        if len(kept) == len(site.classes):
            known = ", ".join(str(row.starts) for row in site.classes) or "no day: it has none"
            raise ScenarioError(
                "starts", f"no such class starts at {site.id} on {x.starts}; its start on {known}"
            )
        return replace(site, classes=kept)

    return _on_site(plan, x, change)


def _is_class(x: Change, starts: date, languages: tuple[str, ...]) -> bool:
    return starts == x.starts and (not x.languages or set(x.languages) == set(languages))


def _add_class(plan: Plan, x: Change) -> Plan:
    def change(site: Site) -> Site:
        alike = [row for row in site.classes if set(row.languages) == set(x.languages)]
        if not alike:
            known = "; ".join(sorted({"+".join(row.languages) for row in site.classes})) or "none"
            raise ScenarioError(
                "languages", f"{site.id} has no class of these languages to go by; it has {known}"
            )
        latest = max(alike, key=lambda row: row.starts)
        most = latest.max_headcount
        if most is not None and x.headcount > most:
            raise ScenarioError("headcount", f"a class at {site.id} has at most {most} people")
        new = replace(latest, starts=x.starts, headcount=x.headcount)
        return replace(site, classes=(*site.classes, new))

    return _on_site(plan, x, change)


def _target(plan: Plan, x: Change) -> Plan:
    def changed(target: ServiceTarget) -> ServiceTarget:
        told: dict[str, Any] = dict(x.target)
        return replace(target, **told)

    def meant(pool: Pool) -> bool:
        return any(x.match.takes(queue) and pool.takes(queue) for queue in plan.queues)

    pools = tuple(
        replace(pool, target=changed(pool.target)) if meant(pool) else pool for pool in plan.pools
    )
    return replace(plan, pools=pools)


_MAKE: Mapping[Kind, Callable[[Plan, Change], Plan]] = {
    "delay_step": _delay_step,
    "volume": _event,
    "aht": _aht,
    "attrition": _attrition,
    "shrinkage": _shrinkage,
    "cancel_class": _cancel_class,
    "add_class": _add_class,
    "event": _event,
    "target": _target,
}
