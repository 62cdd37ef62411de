"""Sums by row of an answer: what is scored adds up over days, leads and releases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from data.accuracy.publication import Publication
from models.arrays import Floats, Index
from service.planning.accuracy.question import AccuracyQuestion, lead_groups
from service.planning.basis.table import Column

LONGEST_LEAD = 730


@dataclass(frozen=True, slots=True)
class RowKey:
    """What names a row."""

    period: str
    release: int
    name: str
    leads: tuple[int, int]


@dataclass(slots=True)
class Sums:
    """Row -> the sums of named values; rows appear as cells are added.

    The first two names count what is scored and what is left out: a row without either is none.
    """

    question: AccuracyQuestion
    names: tuple[str, ...]
    rows: dict[RowKey, Floats] = field(default_factory=dict)

    def add(
        self,
        publication: Publication,
        series: tuple[str, ...],
        days: tuple[date, ...],
        values: Mapping[str, Floats],
    ) -> None:
        """Add a publication's cells, each value (series, days)."""
        groups = lead_groups(self.question.leads, LONGEST_LEAD)
        lead = np.array([(day - publication.origin).days for day in days])
        of_lead = np.searchsorted([x for _, x in groups], lead)
        periods = [_period(day, self.question.granularity) for day in days]
        names, of_period = np.unique(periods, return_inverse=True)
        code = of_period * len(groups) + of_lead
        codes, place = np.unique(code, return_inverse=True)
        stacked = np.stack([values[x] for x in self.names])  # (values, series, days)
        found = _summed(stacked, place, len(codes))
        release = publication.release_id if self.question.releases == "each" else 0
        for column, one in enumerate(codes.tolist()):
            period, leads = str(names[one // len(groups)]), groups[one % len(groups)]
            for row, name in enumerate(series):
                if found[:2, row, column].any():
                    key = RowKey(period, release, name, leads)
                    self.rows[key] = self.rows.get(key, 0.0) + found[:, row, column]

    def keys(self) -> list[RowKey]:
        """Rows in their order: by period, release, name as it came, lead."""
        place = {name: i for i, name in enumerate(dict.fromkeys(x.name for x in self.rows))}
        return sorted(self.rows, key=lambda x: (x.period, x.release, place[x.name], x.leads))

    def columns(self) -> dict[str, Column]:
        """What names the rows, in their order."""
        keys, question = self.keys(), self.question
        found: dict[str, Column] = {}
        if question.granularity != "all":
            found["period_start"] = [x.period for x in keys]
        if question.releases == "each":
            found["release"] = np.array([x.release for x in keys], dtype=np.int64)
        found[_named(question)] = [x.name for x in keys]
        found["lead_from"] = np.array([x.leads[0] for x in keys], dtype=np.int64)
        found["lead_to"] = np.array([x.leads[1] for x in keys], dtype=np.int64)
        return found

    def total(self, name: str) -> Floats:
        """(rows,) sums of a value, in the rows' order."""
        place = self.names.index(name)
        return np.array([self.rows[x][place] for x in self.keys()])


def _named(question: AccuracyQuestion) -> str:
    return "event" if question.measure == "events" else question.grouping


def _summed(values: Floats, place: Index, count: int) -> Floats:
    """(values, series, days) summed over the days of each place."""
    return np.asarray(values @ np.eye(count)[place])


def _period(day: date, granularity: str) -> str:
    match granularity:
        case "day":
            return day.isoformat()
        case "week":
            return (day - timedelta(days=day.weekday())).isoformat()
        case "month":
            return day.replace(day=1).isoformat()
        case _:
            return ""
