"""The answer to a question about accuracy: a table, and what must be known to read it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.accuracy.archive import Archive
from data.accuracy.publication import Grouping
from service.planning.accuracy.calls import calls_table, events_table
from service.planning.accuracy.half_hours import intervals_table
from service.planning.accuracy.handling import aht_table
from service.planning.accuracy.promised import levels_table, readiness_table
from service.planning.accuracy.question import AccuracyQuestion, Measure
from service.planning.basis.table import Table

NOTHING_CAME = (
    "no published day has come yet: relais train keeps what stands each night, and days are scored "
    "when their history is imported"
)
OF_MEASURE: dict[Measure, str] = {
    "calls": NOTHING_CAME,
    "intervals": f"{NOTHING_CAME}; intervals up to 28 days ahead",
    "aht": NOTHING_CAME,
    "events": "no published day that has come stands in [[events]] of its plan",
    "service_level": "",
    "readiness": "",
}
NO_WEEKS = (
    "no published week of a pool can be scored: it takes sites with people in the plan, and "
    "history by site with offered, answered and answered_in_time of the whole week, under the "
    "definitions offered or answered"
)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Rows, and notes in words."""

    table: Table
    notes: tuple[str, ...]
    days: tuple[date, ...]


def accuracy(
    question: AccuracyQuestion, known: date | None, archive: Callable[[tuple[date, ...]], Archive]
) -> Accuracy:
    """Scores of the days up to the last ``known`` one; QuestionError for what cannot be asked."""
    grouping = question.grouping
    days = question.days(known) if known is not None else ()
    if not days:
        return Accuracy(Table({"days": np.zeros(0)}), (NOTHING_CAME,), ())
    table = _table(archive(days), question, grouping)
    return Accuracy(table, _notes(table, question), days)


def _table(archive: Archive, question: AccuracyQuestion, grouping: str) -> Table:
    match question.measure:
        case "events":
            return events_table(archive, question)
        case "service_level":
            return levels_table(archive, question)
        case "readiness":
            return readiness_table(archive, question)
    named: Grouping = grouping  # type: ignore[assignment]  # a question of calls has no pool
    tables = {"calls": calls_table, "intervals": intervals_table, "aht": aht_table}
    return tables[question.measure](archive, question, named)


def _notes(table: Table, question: AccuracyQuestion) -> tuple[str, ...]:
    if not len(table):
        return (OF_MEASURE[question.measure] or NO_WEEKS,)
    left_out = next((x for x in table.columns if x.endswith("_left_out")), None)
    count = int(np.sum(table.columns[left_out])) if left_out else 0  # type: ignore[arg-type]
    if not count:
        return ()
    return (f"{count} {str(left_out).replace('_', ' ')}: history is not complete there",)
