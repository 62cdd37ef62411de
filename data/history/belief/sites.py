"""Rows with and without a site on the same days: demand would count both."""

from collections.abc import Iterator

import numpy as np

from data.history.belief.queue_rows import QueueRows
from data.history.belief.usual import Usual
from data.history.finding import ImportFinding

KINDS = ("sites_mixed",)


def site_findings(rows: QueueRows, usual: Usual) -> Iterator[ImportFinding]:
    """A doubt where the file names sites and what is there does not, or the other way round."""
    named = any(rows.sites)
    inside = "" in rows.sites and named
    same_days = np.intersect1d(rows.calls.days, usual.calls.days)
    against = bool(same_days.size) and (
        ("" in rows.sites and any(usual.sites)) or (named and "" in usual.sites)
    )
    if not inside and not against:
        return
    days = rows.calls.days if inside else same_days
    looks = f"rows with and without a site on {days.size} days: demand would be the sum of both"
    remedy = "write the site in every row or in none"
    yield rows.finding(KINDS[0], True, rows.on_days(days), looks, remedy)
