"""How much of a week or month is in the question: part of one must not pass for the whole."""

from calendar import monthrange
from datetime import date

import numpy as np

from data.plan.days.opening import DAYS_A_WEEK
from service.planning.basis.span import Periods, Span
from service.planning.basis.table import Column


def asked_days(span: Span, when: Periods) -> dict[str, Column]:
    """Columns of weeks and months: the days asked of each, and the days it has."""
    if when.granularity not in ("week", "month"):
        return {}
    _, first = np.unique(span.at.day, return_index=True)
    asked = np.bincount(when.of_interval[first], minlength=len(when.labels))
    firsts = [date.fromisoformat(x) for x in when.labels]
    if when.granularity == "week":
        whole = [DAYS_A_WEEK for _ in firsts]
    else:
        whole = [monthrange(x.year, x.month)[1] for x in firsts]
    return {"days": asked, "days_in_period": np.array(whole, dtype=np.int64)}
