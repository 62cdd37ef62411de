"""Queues without history: planned from an assumption where there is one, and marked so."""

from pathlib import Path

import numpy as np
import pytest

from data.plan.file import PlanError
from data.releases import current_head, load_release
from tests.data.plan.plan_texts import plan
from tests.training.job.small_case import (
    BUSY,
    CALLS,
    NEW,
    NEW_QUEUE,
    PLAN,
    csv_text,
    database,
    import_calls,
    import_plan,
    request,
)
from training.job.nightly import train
from training.job.record import TrainingError

ASSUMED = f'\n[[assumed]]\nqueue = "{NEW}"\ncalls_per_day = 120\nlike = "{BUSY}"\nwidth = 0.5\n'

pytestmark = pytest.mark.training


def test_a_queue_without_history_takes_the_shape_of_another_at_the_assumed_level(
    tmp_path: Path,
) -> None:
    engine = database(tmp_path)
    import_calls(engine, import_plan(engine, PLAN + NEW_QUEUE + ASSUMED), csv_text())
    outcome = train(engine, request())
    assert (outcome.failed, outcome.assumed) == ((), (NEW,))
    head = current_head(engine)
    assert head is not None
    release = load_release(engine, head.id)
    new, like = release.queues[NEW], release.queues[BUSY]
    is_open = like.day_mean > 0
    assert new.day_mean[is_open].mean() == pytest.approx(120)
    np.testing.assert_allclose(new.shares, like.shares, atol=1e-6)
    np.testing.assert_allclose(new.paths.mean(axis=0), new.day_mean, rtol=1e-4)
    low, high = np.quantile(new.paths[:, is_open].mean(axis=1), [0.1, 0.9])
    assert high / low == pytest.approx(1.5**2, rel=0.2)


def test_without_an_assumption_nothing_is_published_and_the_remedy_is_named(
    tmp_path: Path,
) -> None:
    engine = database(tmp_path)
    import_calls(engine, import_plan(engine, PLAN + NEW_QUEUE), csv_text())
    with pytest.raises(TrainingError, match=r"say in \[\[assumed\]\] how many calls"):
        train(engine, request())


def test_a_queue_with_history_is_learned_whatever_was_assumed(tmp_path: Path) -> None:
    engine = database(tmp_path)
    text = PLAN + ASSUMED.replace(NEW, CALLS[1].queue)
    import_calls(engine, import_plan(engine, text), csv_text())
    assert train(engine, request()).assumed == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (f'queue = "{NEW}"', 'queue = "new"', r"assumed\[0\]\.queue: there is no queue"),
        (f'like = "{BUSY}"', f'like = "{NEW}"', r"assumed\[0\]\.like: .* is assumed itself"),
        ("width = 0.5", "width = 0", r"assumed\[0\]\.width: is 0"),
    ],
)
def test_an_assumption_is_of_one_queue_like_another(old: str, new: str, fault: str) -> None:
    with pytest.raises(PlanError, match=fault):
        plan(PLAN + NEW_QUEUE + ASSUMED.replace(old, new))
