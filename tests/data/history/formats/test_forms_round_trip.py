"""Whatever a form wrote comes back as it was, as far as the form can say it."""

from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.calendar.clock import interval_grid
from data.history.reading.file import HistoryFile, Reading, read_files
from data.history.series_rows import SeriesRows
from data.plan import Plan
from tests.data.history.formats.writers import FORMS, Form, Written
from tests.data.history.history_cases import make_plan

BRUSSELS, CASABLANCA = "Europe/Brussels", "Africa/Casablanca"
NOW = datetime(2030, 2, 1, tzinfo=UTC)
SEPTEMBER = interval_grid(date(2025, 9, 8), 7, BRUSSELS, 30).starts
AUTUMN = interval_grid(date(2025, 10, 22), 7, BRUSSELS, 30).starts  # its clock changes on the 26th


def read(form: Form, rows: list[Written], plan: Plan, zone: str) -> HistoryFile:
    raw = form.write(rows, zone).encode("utf-8")
    (file,) = read_files(raw, "export", plan, Reading(timezone=zone, now=NOW))
    return file


def expected(form: Form, row: Written, name: str) -> float:
    """A figure as it must come back: NaN, or -1 for counts, where it is not said."""
    said = {
        "answered": row.answered,
        "abandoned": row.abandoned,
        "answered_in_time": row.in_time,
        "aht_seconds": row.aht if row.answered else np.nan,
        "wait_seconds": row.mean_wait * row.offered,
    }
    return said[name] if name in form.says else np.nan if name.endswith("seconds") else -1


def columns(series: SeriesRows) -> dict[str, np.ndarray]:
    names = ("answered", "abandoned", "answered_in_time", "aht_seconds", "wait_seconds")
    return {x: getattr(series, x).astype(np.float64) for x in names}


def written(starts: np.ndarray, seed: int, queues: tuple[str, ...]) -> list[Written]:
    chance = np.random.default_rng(seed)
    answered, gone = (chance.poisson(x, (starts.size, len(queues))) for x in (20, 1.5))
    in_time = chance.binomial(answered, 0.8)
    aht, wait = (chance.integers(*x, answered.shape) for x in ((200, 400), (1, 60)))
    return [
        Written(int(start), queue, *(int(x[i, j]) for x in (answered, gone, in_time, aht, wait)))
        for i, start in enumerate(starts)
        for j, queue in enumerate(queues)
    ]


@pytest.mark.parametrize("form", FORMS, ids=lambda x: x.profile)
@given(
    seed=st.integers(0, 10_000),
    starts=st.sampled_from([SEPTEMBER, AUTUMN]),
    queues=st.sampled_from([("billing-fr",), ("billing-fr", "Contract-NL")]),
)
@settings(max_examples=4, deadline=None)
def test_what_a_form_wrote_comes_back(
    form: Form, seed: int, starts: np.ndarray, queues: tuple[str, ...]
) -> None:
    rows = written(starts, seed, queues)
    file = read(form, rows, make_plan(), BRUSSELS)
    assert (file.profile, file.refused, file.rows) == (form.profile, (), len(rows))
    for series in file.series():
        own = [x for x in rows if x.queue == series.queue]
        assert series.starts.tolist() == [x.start for x in own]
        assert series.offered.tolist() == [x.offered for x in own]
        for name, found in columns(series).items():
            assert np.allclose(found, [expected(form, x, name) for x in own], equal_nan=True)


@pytest.mark.parametrize("form", FORMS, ids=lambda x: x.profile)
@pytest.mark.parametrize("zone", [BRUSSELS, CASABLANCA])
def test_ten_years_of_half_hours_come_back_through_every_form_on_two_clocks(
    form: Form, zone: str
) -> None:
    days = (date(2030, 1, 1) - date(2020, 1, 1)).days
    starts = interval_grid(date(2020, 1, 1), days, zone, 30).starts
    counts = np.arange(starts.size) % 9973  # any two neighbours, and the hours of autumn, differ
    rows = [
        Written(x, "billing-fr", n, 1, 0, 300, 5)
        for x, n in zip(starts.tolist(), counts.tolist(), strict=True)
    ]
    file = read(form, rows, make_plan(timezone=zone), zone)
    (series,) = file.series()
    assert (file.profile, file.refused) == (form.profile, ())
    assert np.array_equal(series.starts, starts)
    assert np.array_equal(series.offered, counts + 1)
