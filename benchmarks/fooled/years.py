"""What one year showed and another did not, and what every year shows."""

from dataclasses import replace
from datetime import timedelta

from benchmarks.fooled.answer import Answer, answer, share_within
from benchmarks.fooled.measures import Asked, Case, Measured, within
from benchmarks.fooled.world import Stretch, World

HISTORIES = (760, 900, 1095)  # days, by seed
STARTS = (36, 50, 43)  # leads of the weeks a year after a stretch began, by seed
YEAR = 364  # days: the weekday stays
WEEK = 7
ONE_YEAR = 400  # days
NOT_AGAIN, AGAIN = "range holds that it does not come again", "range holds that it comes again"
THERE, BEFORE, CALLED = "those weeks, against none", "the weeks before, against none", "episodes"
NONE_CALLED = Asked(CALLED, high=0.0, form=".0f")


def ordinary(seed: int) -> World:
    """A world of two to three years in which nothing happens."""
    return World(seed, HISTORIES[seed % 3], horizon=STARTS[seed % 3] + 28)


def once(factor: float, weeks: int, seed: int) -> Measured:
    """Weeks that were ``factor`` times the usual ones a year ago, and only then."""
    plain, start = ordinary(seed), STARTS[seed % 3]
    there = replace(plain, stretches=(Stretch(start - YEAR, WEEK * weeks, factor),))
    with_it, without = answer(there), answer(plain)
    return {
        THERE: [_against(with_it, without, start, start + WEEK * weeks - 1)],
        BEFORE: [_against(with_it, without, 8, start - 1)],
    }


def undecided(factor: float, seed: int) -> Measured:
    """Four weeks far off in the only year there is: do they come again?"""
    start = STARTS[seed % 3]
    once, again = (Stretch(x, 28, factor) for x in (start - YEAR, start))
    world = World(seed, ONE_YEAR, horizon=start + 28, stretches=(once,))
    both = replace(world, stretches=(once, again))
    found, coming = answer(world), both.counts()[world.days :].sum(axis=1)
    rows = (world.leads[world.days :] >= start) & (found.truth > 0)
    return {
        NOT_AGAIN: [share_within(found, found.came, rows)],
        AGAIN: [share_within(found, coming, rows)],
    }


def every_year(factor: float, seed: int) -> Measured:
    """Four weeks that are ``factor`` times the others every year, two of them seen at least."""
    plain, start = ordinary(seed), STARTS[seed % 3]
    peaks = tuple(Stretch(start - YEAR * k, 4 * WEEK, factor) for k in range(4))
    found = answer(replace(plain, stretches=peaks))
    return {"bias": [found.bias(start, start + 27)], CALLED: [float(len(found.episodes))]}


def nothing(seed: int) -> Measured:
    """Of nothing nothing is made."""
    return {CALLED: [float(len(answer(ordinary(seed)).episodes))]}


def growing(rate: float, seed: int) -> Measured:
    """``rate`` a year, at the ends of four quarters and with two to three years."""
    worlds = [
        World(
            seed,
            days,
            horizon=182,
            last=plain.last - timedelta(days=91 * quarter),
            growth=rate,
        )
        for plain in [ordinary(seed)]
        for quarter, days in enumerate((760, 1000, 1095, 850))
    ]
    return {"bias at 92-182 d": [answer(x).bias(92, 182) for x in worlds]}


def clean(days: int, seed: int) -> Measured:
    """A season of 15 % and no growth, at the ends of four quarters."""
    last = ordinary(seed).last
    worlds = [
        World(seed, days, 182, last - timedelta(days=91 * quarter), yearly=0.15, growth=0.0)
        for quarter in range(4)
    ]
    return {"bias at 92-182 d": [answer(x).bias(92, 182) for x in worlds]}


def _against(one: Answer, other: Answer, first: int, last: int) -> float:
    rows = slice(first - 1, last)
    return float(one.mean[rows].sum() / other.mean[rows].sum() - 1.0)


def _once(factor: float, weeks: int) -> Case:
    name = f"episode x {factor:g} for {weeks} weeks a year ago"
    return Case(
        name, lambda seed: once(factor, weeks, seed), (within(THERE, 0.04), within(BEFORE, 0.03))
    )


def _undecided(factor: float) -> Case:
    asked = (Asked(NOT_AGAIN, low=0.6, of="mean"), Asked(AGAIN, low=0.6, of="mean"))
    name = f"undecided x {factor:g} for 4 weeks of the only year"
    return Case(name, lambda seed: undecided(factor, seed), asked)


def _peak(factor: float) -> Case:
    asked = (within("bias", 0.08), NONE_CALLED)
    return Case(
        f"peak x {factor:g} for 4 weeks every year", lambda seed: every_year(factor, seed), asked
    )


def _growth(rate: float) -> Case:
    what = "bias at 92-182 d"
    asked = (within(what, 0.04, of="mean"), within(what, 0.07))
    return Case(f"growth of {rate:+.0%} a year", lambda seed: growing(rate, seed), asked)


def _clean(days: int) -> Case:
    what = "bias at 92-182 d"
    asked = (within(what, 0.04, of="mean"), Asked(what))
    return Case(f"season of 15 %, {days} days known", lambda seed: clean(days, seed), asked)


YEARS = (
    *(_once(*x) for x in ((3.0, 4), (0.6, 4), (3.0, 2), (1.5, 4))),
    *(_undecided(x) for x in (3.0, 0.6)),
    *(_peak(x) for x in (1.5, 2.5)),
    Case("nothing happens", nothing, (NONE_CALLED,)),
    *(_growth(x) for x in (0.25, -0.25)),
    *(_clean(x) for x in (400, 500, 640)),
)
