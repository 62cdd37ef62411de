"""A queue's new numbers beside its former self, its published past and the weekday average."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.plan import Plan
from data.plan.days.events import event_factors
from data.releases import Release
from models.arrays import Floats
from models.demand import QueueDemand
from training.job.gate.causes import corrections, plan_changes, versions_changed
from training.job.gate.day_spread import day_deviation
from training.job.gate.handling import handling_doubt
from training.job.gate.last_days import LastDays, last_days
from training.job.gate.moves import Moves, limited, moves
from training.job.gate.past import LAST_DAYS, Past
from training.job.gate.surprise import Surprise, surprise
from training.job.gate.suspicions import suspicions
from training.job.gate.verdict import HELD_DAYS, Outcome, Verdict
from training.job.gate.weekday_average import worse_than_average
from training.job.learn import Learned
from training.series.queue import QueueSeries

WORTH_SAYING = 0.005  # of the calls
NEW_LEVEL = 0.1  # of the calls: a level that is another


@dataclass(frozen=True, slots=True)
class Candidate:
    """A queue's new numbers and what they were learned from."""

    series: QueueSeries
    learned: Learned
    demand: QueueDemand


@dataclass(frozen=True, slots=True)
class Night:
    """What all queues of a run have in common."""

    plan: Plan
    origin: date
    manifest: Mapping[str, object]
    past: Past


def judged(night: Night, candidates: Sequence[Candidate]) -> list[tuple[Verdict, QueueDemand]]:
    """Each queue's verdict and its new numbers, their single days held to their ranges."""
    lifts = _lifts(night)
    seen = {x.demand.queue: _surprise(night, x, lifts) for x in candidates}
    return [_judged(night, x, seen, lifts) for x in candidates]


def _judged(
    night: Night,
    candidate: Candidate,
    all_seen: Mapping[str, Surprise | None],
    lifts: Mapping[str, Floats],
) -> tuple[Verdict, QueueDemand]:
    queue = candidate.demand.queue
    seen, former = all_seen[queue], night.past.former
    average = _average_doubt(candidate)
    if seen is None or former is None:
        outcome: Outcome = "alarm" if average else "published"
        return Verdict(queue, outcome, night.origin, tuple(average)), candidate.demand
    others = [x for name, x in all_seen.items() if name != queue and x is not None]
    return _beside_former(night, candidate, former, seen, others, lifts.get(queue))


def _beside_former(
    night: Night,
    candidate: Candidate,
    former: Release,
    seen: Surprise,
    others: Sequence[Surprise],
    lift: Floats | None,
) -> tuple[Verdict, QueueDemand]:
    demand, queue = candidate.demand, candidate.demand.queue
    before = former.queues[queue]
    learned_until = learned_until_of(former, queue)
    found = moves(before, (night.origin - former.head.origin).days, demand)
    because, mending, strange = _causes(night, candidate, learned_until)
    odd = [*suspicions(candidate.series, seen, _deviation(before, former, seen), others), *strange]
    rehearsed = _last_days(night, candidate, seen, lift)
    unexplained = [] if because or mending else _unexplained(found, seen)
    hold = [
        *unexplained,
        *([_worse(rehearsed)] if rehearsed is not None and rehearsed.worse else []),
        *handling_doubt(before, demand, night.origin),
    ]
    average = _average_doubt(candidate)
    if not _was_worse(former, queue):
        hold += average
    held_since = _held_since(former, queue) or night.origin
    newer = versions_changed(former.head.manifest, night.manifest)
    stays = (
        bool(hold)
        and not newer
        and before.shares.shape[1] == demand.shares.shape[1]
        and (night.origin - held_since).days < HELD_DAYS
    )
    doubts = tuple(dict.fromkeys([*hold, *average, *odd]))
    outcome: Outcome = "held" if stays else "alarm" if doubts else "published"
    verdict = Verdict(
        queue=queue,
        outcome=outcome,
        learned_until=learned_until if stays else night.origin,
        doubts=doubts,
        because=(*_borne_out(seen), *because, *mending, *newer),
        held_since=held_since if stays else None,
        asks=bool(odd) or (bool(unexplained) and seen.is_news),
        figures=_figures(found, seen, rehearsed, average),
    )
    free = because or mending or newer or hold
    return verdict, demand if free else limited(demand, found, seen.evidence)


def learned_until_of(former: Release, queue: str) -> date:
    """The last day that the former numbers of a queue have learned, held ones included."""
    told = former.reports[queue].get("gate", {}).get("learned_until")
    return former.head.origin if told is None else date.fromisoformat(told)


def _held_since(former: Release, queue: str) -> date | None:
    told = former.reports[queue].get("gate", {}).get("held_since")
    return None if told is None else date.fromisoformat(told)


def _was_worse(former: Release, queue: str) -> bool:
    return bool(former.reports[queue].get("gate", {}).get("worse_than_average", False))


def _lifts(night: Night) -> dict[str, Floats]:
    """Queue -> (LAST_DAYS,) what the plan's events multiply what was said of the last days by."""
    days = [night.origin - timedelta(days=x) for x in range(LAST_DAYS - 1, -1, -1)]
    said = {queue: np.nan_to_num(x) for queue, x in night.past.said.items()}
    known = {queue.id: said[queue.id] for queue in night.plan.queues if queue.id in said}
    return event_factors(night.plan, days, known)


def _surprise(night: Night, one: Candidate, lifts: Mapping[str, Floats]) -> Surprise | None:
    queue, past = one.demand.queue, night.past
    if past.former is None or queue not in past.former.queues:
        return None
    until = learned_until_of(past.former, queue)
    return surprise(one.series, past.said[queue], lifts[queue], until)


def _deviation(before: QueueDemand, former: Release, seen: Surprise) -> Floats:
    """(LAST_DAYS,) deviation that the former release gave the days it foretells; NaN before."""
    of_day = day_deviation(before)
    place = np.arange(len(seen.calls)) - len(seen.calls) + (seen.last - former.head.origin).days
    inside = (place >= 0) & (place < len(of_day))
    nearest = float(np.median(of_day[of_day > 0])) if (of_day > 0).any() else np.nan
    known = of_day[np.clip(place, 0, len(of_day) - 1)]
    return np.where(inside & (known > 0), known, nearest)


def _causes(
    night: Night, one: Candidate, learned_until: date
) -> tuple[list[str], list[str], list[str]]:
    """Changes of the plan; corrections that mend the past; changes of the past that do not."""
    past, queue = night.past, night.plan.queue(one.demand.queue)
    assert past.plan is not None
    changed = plan_changes(past.plan, night.plan, queue, one.series)
    because = [f"the plan has other {x}" for x in changed]
    known = past.known.get(queue.id)
    fixed = [] if known is None else corrections(one.series, known, learned_until)
    return because, [x.told for x in fixed if x.mends], [x.told for x in fixed if not x.mends]


def _last_days(
    night: Night, one: Candidate, seen: Surprise, lift: Floats | None
) -> LastDays | None:
    earlier, again = night.past.earlier, one.learned.rehearsal
    if earlier is None or again is None or one.demand.queue not in earlier.queues or lift is None:
        return None
    return last_days(again, earlier.queues[one.demand.queue], seen, lift)


def _worse(found: LastDays) -> str:
    return (
        f"as of {found.days} open days ago it would have foretold them "
        f"{found.ours / max(found.published, 1e-9) - 1:.0%} worse than what was published "
        f"(pinball loss {found.ours:.1%} of the calls, {found.published:.1%})"
    )


def _unexplained(found: Moves, seen: Surprise) -> list[str]:
    beyond = found.unexplained(seen.evidence)
    if not beyond:
        return []
    told = ", ".join(f"{_leads(span)} by {np.expm1(x):+.0%}" for span, x in beyond.items())
    level = np.expm1(seen.evidence)
    borne = f"{level:+.0%}" if abs(level) >= WORTH_SAYING else "no change"
    alone = "" if seen.is_news else "; its new days are as forecast: the model itself is in doubt"
    return [f"its calls would move ({told}) where the last days bear out {borne}{alone}"]


def _borne_out(seen: Surprise) -> list[str]:
    level = float(np.expm1(seen.evidence))
    if abs(level) < NEW_LEVEL:
        return []
    return [f"the last ten open days came {level:+.0%} beside what was published for them"]


def _leads(span: tuple[int, int]) -> str:
    first, last = span
    return f"from day {first} on" if last > 365 else f"days {first} to {last}"


def _average_doubt(one: Candidate) -> list[str]:
    score = one.learned.score
    worse = None if score is None else worse_than_average(score)
    return [] if worse is None else [worse]


def _figures(
    found: Moves, seen: Surprise, rehearsed: LastDays | None, average: Sequence[str]
) -> dict[str, object]:
    known = found.days[~np.isnan(found.days)]
    return {
        "moves": {f"{a}-{b}": round(float(np.expm1(x)), 4) for (a, b), x in found.spans.items()},
        "largest_day_move": round(float(np.expm1(np.abs(known).max())), 4) if len(known) else 0.0,
        "borne_out": round(float(np.expm1(seen.evidence)), 4),
        "last_days": None
        if rehearsed is None
        else {
            "days": rehearsed.days,
            "pinball": round(rehearsed.ours, 5),
            "pinball_published": round(rehearsed.published, 5),
        },
        "worse_than_average": bool(average),
    }
