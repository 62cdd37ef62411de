"""A staffing answer as the sheets of a workbook: a summary, then the rows of each site."""

from dataclasses import replace

import numpy as np

from data.exports.workbook import MAX_ROWS, Sheet
from service.planning.basis.current import Current
from service.planning.basis.span import QuestionError
from service.planning.basis.table import Table
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table

SUMMARY = "summary"
SEVERAL = "several sites"  # rows of groups that span sites
SUMMED = (
    *("period_start", "site", "language", "offered_mean", "service_level"),
    *("agent_hours", "scheduled_hours", "fte", "agents_peak"),
    *("paid_hours", "full_timer_hours", "days", "days_in_period"),
)


def staffing_sheets(current: Current, question: StaffingQuestion) -> dict[str, Sheet]:
    """Sheet name -> column -> cells: hours and FTE by ISO week, site and language, then the rows.

    Every site has a sheet of its own with the very rows, in their order, that
    ``staffing_table`` answers; its errors are raised, and QuestionError where a site has more
    rows than a sheet holds.
    """
    table = staffing_table(current, question)
    return {SUMMARY: _summary(current, question), **by_site(current, table)}


def _summary(current: Current, question: StaffingQuestion) -> Sheet:
    weekly = replace(question, by=("site", "language"), granularity="week", explain=False)
    table = staffing_table(current, weekly)
    return Table({name: table.columns[name] for name in SUMMED}).cells()


def by_site(current: Current, table: Table) -> dict[str, Sheet]:
    """The rows of a table with the column ``site``, a sheet a site, in the plan's order."""
    sites = np.array([SEVERAL if x is None else x for x in table.columns["site"]], dtype=object)
    order = [*(site.id for site in current.plan.sites), SEVERAL]
    rows = {name: sites == name for name in order}
    for name, chosen in rows.items():
        if chosen.sum() > MAX_ROWS:
            detail = f"{name} has {chosen.sum()} rows; a sheet holds {MAX_ROWS}: ask fewer days"
            raise QuestionError("to", detail)
    return {
        _sheet(name): table.chosen(chosen).cells() for name, chosen in rows.items() if chosen.any()
    }


def _sheet(site: str) -> str:
    """A site's own id, but for a site that is called as the first sheet is."""
    return f"{site} (site)" if site == SUMMARY else site
