"""What a plan that is right leaves to be taken for granted, in a planner's words."""

from collections.abc import Iterator
from datetime import timedelta

from data.calendar.clock import clock_time
from data.calendar.moon_dates import MoonDate, uncertain_holidays
from data.plan import Plan
from service.planning.shifts.unreached import Unreached, unreached

AFTERWARDS = timedelta(days=180)  # from the last routing step: half a year is staffed ahead


def plan_notes(plan: Plan) -> Iterator[str]:
    """All of them."""
    yield from efficiency_notes(plan)
    yield from shift_notes(plan)
    yield from language_notes(plan)
    yield from kind_notes(plan)
    yield from moon_notes(plan)


def language_notes(plan: Plan) -> Iterator[str]:
    """Languages that people speak and nobody calls in: perhaps a slip of the pen."""
    called = {x.language for x in plan.queues}
    for site in plan.sites:
        rows = [("staff", x.languages) for x in site.staff]
        rows += [("classes", x.languages) for x in site.classes]
        for kind, languages in dict.fromkeys(rows):
            unknown = [x for x in languages if x not in called]
            if unknown:
                yield (
                    f"sites.{kind} of {site.id} speak {' and '.join(unknown)}, and no queue is in "
                    f"it; the plan's are in {', '.join(sorted(called))}"
                )


def kind_notes(plan: Plan) -> Iterator[str]:
    """Sites whose people share languages in several ways: what they do together is told roughly."""
    called = {x.language for x in plan.queues}
    for site in plan.sites:
        spoken = [x.languages for x in site.staff] + [x.languages for x in site.classes]
        kinds = {frozenset(called & set(x)) for x in spoken}
        several = sorted("+".join(sorted(x)) for x in kinds if len(x) > 1)
        if len(several) > 1:
            yield (
                f"people of {site.id} share calls in several ways ({', '.join(several)}): the "
                "largest kind is shared and the others' hours are divided once, so that levels "
                "of these languages may be told too high or too low"
            )


def efficiency_notes(plan: Plan) -> Iterator[str]:
    """What stands for a schedule efficiency that neither the plan nor its contracts tell."""
    without = [x.name for x in plan.pools if not plan.contracts_of(x)]
    if plan.schedule_efficiency_source == "assumed" and without:
        whose = "" if len(without) == len(plan.pools) else f" in {', '.join(without)}"
        yield (
            f"schedule_efficiency is left out and taken to be {plan.schedule_efficiency}{whose}: "
            "as if shifts followed the curve and lost no hour; write [[contracts]], or what your "
            "rosters reach, such as 0.93"
        )


def shift_notes(plan: Plan) -> Iterator[str]:
    """Open hours that no shift reaches: whoever comes near them is paid for little."""
    alike: dict[tuple[tuple[int, int], tuple[int, int]], list[Unreached]] = {}
    for x in unreached(plan):
        alike.setdefault((x.calls, x.shifts), []).append(x)
    for hours, found in alike.items():
        calls, shifts = (" to ".join(map(clock_time, x)) for x in hours)
        yield (
            f"shifts last from {shifts} at most and calls from {calls} at the site of "
            f"{', '.join(x.pool for x in found)} (on {found[0].day}); write another "
            "earliest_start, latest_end, start_every_minutes or day_hours in [[contracts]]"
        )


def moon_notes(plan: Plan) -> Iterator[str]:
    """Holidays not announced yet, from the first routing step to half a year after the last."""
    steps = [step.first for routing in plan.routing for step in routing.steps]
    for code in plan.calendars:
        dates = uncertain_holidays(plan.calendars, code, min(steps), max(steps) + AFTERWARDS)
        yield from (_moon_note(code, x) for x in dates)


def _moon_note(code: str, x: MoonDate) -> str:
    joint = "or" if (x.latest - x.earliest).days == 1 else "to"
    maybe = f"it may be {x.earliest} {joint} {x.latest} until it is announced"
    where = "see data/calendar/overrides.toml"
    return f"calendar {code}: {x.name} {x.expected} is an estimate: {maybe}; {where}"
