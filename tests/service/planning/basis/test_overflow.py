"""Calls above what a site takes an hour go to the other sites of their queue."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from data.plan.file import PlanError
from service.planning.basis.current import Current, replanned
from service.planning.scenarios.changes.volume import ScaleVolume
from service.planning.scenarios.scenario import applied
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from tests.data.plan.plan_texts import plan
from tests.service.cases import MONDAY, PLAN, current_of, week

CAP = 12.0
OVERFLOW = f"""
[[overflow]]
match = {{ language = "fr", segment = "residential" }}
site = "morocco"
calls_per_hour = {CAP}
from = 2025-10-20
to = 2025-10-31
"""


def need_of(current: Current, name: str, what_if: WhatIf | None = None) -> PoolNeed:
    [pool] = [x for x in current.plan.pools if x.name == name]
    need = pool_need(current, pool, week(current, MONDAY), what_if or WhatIf(), Method())
    assert need is not None
    return need


@pytest.fixture(scope="module", name="capped")
def _capped(tmp_path_factory: pytest.TempPathFactory) -> Current:
    return current_of(tmp_path_factory.mktemp("overflow"), PLAN + OVERFLOW)


def test_a_site_takes_no_more_calls_an_hour_than_it_can(current: Current, capped: Current) -> None:
    free, held = (need_of(x, "morocco-fr-residential").offered for x in (current, capped))
    assert free.max() > CAP / 2
    assert held.max() == pytest.approx(CAP / 2)
    quiet = free < CAP / 2
    assert held[quiet] == pytest.approx(free[quiet])


def test_what_is_more_goes_to_the_other_site_and_no_call_is_lost(
    current: Current, capped: Current
) -> None:
    names = ("morocco-fr-residential", "belgium-fr-residential")
    free, held = ([need_of(x, y).offered for y in names] for x in (current, capped))
    assert sum(held) == pytest.approx(sum(free))
    assert held[1].sum() > free[1].sum()
    assert need_of(capped, "belgium-fr-b2b").offered == pytest.approx(
        need_of(current, "belgium-fr-b2b").offered
    )


def test_after_its_days_the_routing_plan_holds_again(current: Current, capped: Current) -> None:
    later = StaffingQuestion(MONDAY.replace(month=11, day=3), MONDAY.replace(month=11, day=7))
    columns = [staffing_table(x, later).columns["offered_mean"] for x in (current, capped)]
    np.testing.assert_allclose(np.asarray(columns[0], float), np.asarray(columns[1], float))


def test_a_queues_only_site_keeps_its_calls(tmp_path: Path) -> None:
    only = OVERFLOW.replace('language = "fr", segment = "residential"', 'language = "nl"')
    alone = current_of(tmp_path, PLAN + only.replace('"morocco"', '"belgium"'))
    assert need_of(alone, "belgium-nl-residential").offered.sum() == pytest.approx(7 * 600)


def test_a_site_that_the_plan_does_not_have_is_refused() -> None:
    with pytest.raises(PlanError, match=r'overflow\[0\].site: there is no site "maroc"'):
        plan(PLAN + OVERFLOW.replace('"morocco"', '"maroc"'))


def test_twice_the_calls_meet_the_same_limit_however_they_are_asked_for(capped: Current) -> None:
    change = ScaleVolume(first=date(2025, 10, 18), last=date(2026, 4, 5), factor=2.0)
    changed = replanned(capped, applied(capped.plan, (change,)), "")
    for pool in ("morocco-fr-residential", "belgium-fr-residential", "belgium-nl-residential"):
        asked = need_of(capped, pool, WhatIf(volume_factor=2.0)).offered
        np.testing.assert_allclose(asked, need_of(changed, pool).offered, rtol=1e-12)
    busy = need_of(capped, "morocco-fr-residential", WhatIf(volume_factor=2.0)).offered
    assert busy.max() == pytest.approx(CAP / 2)
