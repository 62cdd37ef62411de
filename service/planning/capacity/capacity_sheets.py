"""A capacity answer as the sheets of a workbook: a summary, then the rows of each site."""

import numpy as np

from data.exports.workbook import Sheet
from models.arrays import Floats, Index
from models.numeric.ratios import ratio
from service.planning.basis.table import Column, Table
from service.planning.capacity.capacity_table import Capacity, step_rows, weekly_table
from service.planning.staffing.staffing_sheets import SUMMARY, by_site

SUMMED = (
    *("required_hours", "available_hours", "gap_hours", "required_fte", "available_fte"),
    *("gap_fte", "calls_at_risk", "offered_mean"),
)
CUT_OVERS = "cut-overs"
SHARES = {"service_level": "service_level_calls", "abandoned_share": "offered_mean"}  # of what
PARTS = ("required_fte_calls", "required_fte_longer_calls", "required_fte_other_work")
DAYS = ("days", "days_in_period")  # of the week, alike for all its pools


def capacity_sheets(answer: Capacity) -> dict[str, Sheet]:
    """Sheet name -> column -> cells: sums by week, site and language, every pool's rows, steps."""
    table = weekly_table(answer)
    sheets = {SUMMARY: _summary(table).cells(), **by_site(answer.current, table)}
    steps = step_rows(answer)
    if steps:
        sheets[CUT_OVERS] = {name: [step[name] for step in steps] for name in steps[0]}
    return sheets


def _summary(table: Table) -> Table:
    names = ("week_start", "site", "language")
    keys = list(zip(*(list(table.columns[x]) for x in names), strict=True))
    groups = list(dict.fromkeys(keys))
    number = np.array([groups.index(x) for x in keys], dtype=np.int64)
    columns: dict[str, Column] = {
        name: [str(key[i]) for key in groups] for i, name in enumerate(names)
    }
    columns |= {x: _sums(table, x, number) for x in SUMMED}
    columns |= {x: _share(table, x, of, number) for x, of in SHARES.items()}
    columns |= {x: _sums(table, x, number) for x in PARTS}
    _, first = np.unique(number, return_index=True)
    columns |= {x: np.asarray(table.columns[x], np.int64)[first] for x in DAYS}
    return Table(columns)


def _sums(table: Table, name: str, number: Index) -> Floats:
    """(groups,) of a column, by the ``number`` (rows,) of each row's group."""
    return np.asarray(np.bincount(number, np.asarray(table.columns[name], np.float64)))


def _share(table: Table, name: str, of: str, number: Index) -> Floats:
    """(groups,) of all the calls that it is a share of; NaN where that is not the same kind."""
    share, calls = (np.asarray(table.columns[x], np.float64) for x in (name, of))
    counted = np.bincount(number, np.where(calls > 0, share, 0.0) * calls)
    found = ratio(counted, _sums(table, of, number), np.nan)
    if name == "service_level":
        rows = zip(number.tolist(), table.columns["definition"], calls.tolist(), strict=True)
        kinds = {(group, kind) for group, kind, among in rows if among > 0}
        several = np.bincount([group for group, _ in kinds], minlength=len(found)) > 1
        found[several] = np.nan
    return found
