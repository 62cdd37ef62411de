"""Open hours and closed holidays learned from a history that comes without a plan."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.history.quality.series import runs
from models.arrays import Flags, Floats

HARDLY_OPEN = 0.02  # of the weekday's usual calls: such a holiday was closed
UNUSED_WEEKS = 6
COMPARED_WEEKS = 26  # before them
HARDLY_CHANCE = 8.0  # calls expected of which none came: one time in 3,000
ENOUGH_HOLIDAYS = 5  # names that were all closed, before one never seen is taken to be


def learned_open_slots(counts: Floats, days: Sequence[date], holidays: Mapping[date, str]) -> Flags:
    """(len(days), S): a slot is open where its weekday ever took a call; closed holidays are not.

    Hours that took none in the last weeks, though many calls were to be expected, are closed since.
    ``counts`` (D, S) are the first D of ``days``; NaN is missing.
    """
    weekday = np.array([day.weekday() for day in days])
    filled = np.nan_to_num(counts)
    own = [filled[weekday[: len(counts)] == day] for day in range(7)]
    table = np.stack([x.sum(axis=0) > 0 for x in own])
    open_slots = table[weekday]
    recent = slice(max(len(counts) - 7 * UNUSED_WEEKS, 0), None)
    if filled[recent].any():  # else the file has stopped, not the queue
        open_slots[recent] &= ~np.stack([_given_up(x) for x in own])[weekday[recent]]
    closed = _closed_holidays(filled.sum(axis=1), weekday, days, holidays)
    open_slots[closed] = False
    return np.asarray(open_slots)


def _given_up(counts: Floats) -> Flags:
    """(S,) runs of slots of one weekday (weeks, S) that are used no longer."""
    before, since = counts[:-UNUSED_WEEKS][-COMPARED_WEEKS:], counts[-UNUSED_WEEKS:]
    given_up = np.zeros(counts.shape[1], dtype=np.bool_)
    if not len(before):
        return given_up
    expected = before.mean(axis=0) * len(since)
    for run in runs((since.sum(axis=0) == 0) & (expected > 0)):
        given_up[run] = expected[run].sum() >= HARDLY_CHANCE
    return given_up


def _closed_holidays(
    totals: Floats, weekday: NDArray[np.int64], days: Sequence[date], holidays: Mapping[date, str]
) -> Flags:
    known = len(totals)
    usual = np.zeros(7)
    for number in range(7):
        taken = totals[(weekday[:known] == number) & (totals > 0)]
        usual[number] = np.median(taken) if len(taken) else 0.0
    shut = (totals <= HARDLY_OPEN * usual[weekday[:known]]) & (usual[weekday[:known]] > 0)
    by_name: dict[str, list[bool]] = {}
    for i, day in enumerate(days[:known]):
        if day in holidays and usual[weekday[i]] > 0:
            by_name.setdefault(holidays[day], []).append(bool(shut[i]))
    all_shut = len(by_name) >= ENOUGH_HOLIDAYS and all(all(x) for x in by_name.values())
    closed = np.zeros(len(days), bool)
    for i, now in enumerate(days):
        if now in holidays:
            votes = by_name.get(holidays[now], [all_shut])
            closed[i] = shut[i] if i < known else sum(votes) > len(votes) / 2
    return closed
