"""What one pool needs, and what each what-if changes about it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from models.queueing import erlang
from models.queues import ServiceTarget, Shrinkage
from service.planning.basis.current import Current, NotReadyError
from service.planning.basis.span import QuestionError
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need
from tests.service.cases import HANDLING, MONDAY, PLAN, current_of, week

BELGIUM_FR, BELGIUM_NL = "belgium-fr-residential", "belgium-nl-residential"
MOROCCO_FR = "morocco-fr-residential"
PLAIN = Method("erlang_c", "point")
RAMADAN_MONDAY = date(2026, 2, 16)
ALL_COME = Decimal("0")


def need_of(
    current: Current, name: str, what_if: WhatIf | None = None, first: date = MONDAY
) -> PoolNeed:
    [pool] = [x for x in current.plan.pools if x.name == name]
    need = pool_need(current, pool, week(current, first), what_if or WhatIf(), PLAIN)
    assert need is not None
    return need


def test_calls_are_the_routed_share_of_every_queue_the_pool_takes(current: Current) -> None:
    assert need_of(current, BELGIUM_FR).offered.sum() == pytest.approx(5 * 0.7 * 1200)
    assert need_of(current, MOROCCO_FR).offered.sum() == pytest.approx(5 * 0.3 * 1200)


def test_a_pool_that_no_call_reaches_in_the_span_needs_nothing(current: Current) -> None:
    [pool] = [x for x in current.plan.pools if x.name == BELGIUM_FR]
    assert pool_need(current, pool, week(current, date(2026, 1, 5)), WhatIf(), PLAIN) is None


def test_the_load_is_calls_times_aht_over_the_interval(current: Current) -> None:
    need = need_of(current, BELGIUM_FR)
    aht = (900 * 300 + 300 * 520) / 1200  # learned for billing, planned for contract
    assert need.aht[need.open] == pytest.approx(aht)
    assert need.erlangs == pytest.approx(need.offered * aht / 1800)


def test_agents_are_the_fewest_that_reach_the_target(current: Current) -> None:
    need = need_of(current, BELGIUM_FR)
    level, fewer = (
        erlang.service_level(need.agents - x, need.erlangs, 355.0, 20)[need.open] for x in (0, 1)
    )
    assert (level >= 0.8).all()
    assert (fewer < 0.8).all()


def test_what_is_promised_knows_of_busy_days_whatever_agents_were_found_for(
    current: Current,
) -> None:
    need = need_of(current, BELGIUM_FR)
    certain = erlang.service_level(need.agents, need.erlangs, 355.0, 20)[need.open]
    assert need.question.method.mode == "point"
    assert (need.service_level[need.open] < certain).all()


def test_closed_intervals_need_nobody_and_have_no_service(current: Current) -> None:
    need = need_of(current, BELGIUM_FR)
    shut = ~need.open
    assert shut.sum() == 338 - 5 * 24
    assert not need.agents[shut].any()
    assert not need.scheduled[shut].any()
    assert np.isnan(need.service_level[shut]).all()
    assert np.isnan(need.aht[shut]).all()


def test_an_open_interval_never_has_fewer_than_the_sites_minimum(current: Current) -> None:
    quiet = need_of(current, "belgium-fr-b2b", WhatIf(volume_factor=0.01, absence=ALL_COME))
    assert set(quiet.agents[quiet.open].tolist()) == {2}  # min_agents
    assert (quiet.service_level[quiet.open] > 0.99).all()


def test_two_of_whom_a_tenth_stays_away_are_not_there_on_one_day_of_a_hundred(
    current: Current,
) -> None:
    sure, quiet = (
        need_of(current, "belgium-fr-b2b", WhatIf(volume_factor=0.01, absence=x))
        for x in (ALL_COME, None)
    )
    nobody = 7 / 9 * 0.1**2 + 2 / 9 * 0.1**3  # of 2.22 on the roster
    less = (sure.service_level - quiet.service_level)[quiet.open]
    assert (less > 0.99 * nobody).all()
    assert (less < nobody + 0.005).all()  # one alone is busy now and then


def test_where_nothing_is_offered_there_is_no_service_level_and_the_minimum_stays(
    current: Current,
) -> None:
    none = {
        queue: replace(x, day_mean=x.day_mean * 0, paths=x.paths * 0)
        for queue, x in current.release.queues.items()
    }
    silent = replace(current, release=replace(current.release, queues=none))
    need = need_of(silent, BELGIUM_NL)
    assert need.open.all()
    assert set(need.agents.tolist()) == {2}
    assert np.isnan(need.service_level).all()
    assert np.isnan(need.asa).all()
    assert not need.carried.any()


def test_the_roster_is_whole_agents_over_what_is_left_of_them_rounded_up(current: Current) -> None:
    need = need_of(current, BELGIUM_FR)
    assert need.scheduled.tolist() == [-(-x * 10 // 7) for x in need.agents.tolist()]
    assert need.scheduled_hours == pytest.approx(need.agents * 0.5 / 0.7)
    assert need.paid_hours == pytest.approx(need.agents * 0.5 / 0.6 / 0.9)


def test_twenty_one_agents_at_thirty_percent_are_thirty_on_the_roster(current: Current) -> None:
    many = need_of(current, BELGIUM_FR, WhatIf(volume_factor=2.0))
    assert set(many.scheduled[many.agents == 21].tolist()) == {30}


def test_a_dated_change_of_shrinkage_holds_from_its_first_to_its_last_day(current: Current) -> None:
    need = need_of(current, MOROCCO_FR, first=date(2026, 3, 19))  # Thursday; Ramadan to Sunday
    span = week(current, date(2026, 3, 19))
    ramadan = span.grid.day <= 3
    hours = need.agents * 0.5
    assert need.scheduled_hours[ramadan] == pytest.approx(hours[ramadan] / 0.6)
    assert need.scheduled_hours[~ramadan] == pytest.approx(hours[~ramadan] / 0.7)


@pytest.mark.parametrize("what_if", [WhatIf(aht_factor=1.25), WhatIf(volume_factor=1.25)])
def test_a_factor_multiplies_the_load_and_never_needs_fewer(
    current: Current, what_if: WhatIf
) -> None:
    before, after = need_of(current, BELGIUM_FR), need_of(current, BELGIUM_FR, what_if)
    assert after.erlangs == pytest.approx(1.25 * before.erlangs)
    assert (after.agents >= before.agents).all()
    assert after.agents.sum() > before.agents.sum()


def test_more_volume_is_more_calls_and_longer_calls_are_not(current: Current) -> None:
    before = need_of(current, BELGIUM_FR)
    longer = need_of(current, BELGIUM_FR, WhatIf(aht_factor=2.0))
    more = need_of(current, BELGIUM_FR, WhatIf(volume_factor=2.0))
    assert longer.offered.tolist() == before.offered.tolist()
    assert longer.aht[longer.open] == pytest.approx(710.0)
    assert more.offered == pytest.approx(2 * before.offered)
    assert more.aht[more.open] == pytest.approx(355.0)


@pytest.mark.parametrize(
    ("what_if", "target"),
    [
        (WhatIf(share=0.95), ServiceTarget(0.95, 20)),
        (WhatIf(answer_within=5), ServiceTarget(0.8, 5)),
        (WhatIf(max_occupancy=0.5), ServiceTarget(0.8, 20, max_occupancy=0.5)),
    ],
)
def test_a_harder_target_is_met_with_the_agents_it_needs(
    current: Current, what_if: WhatIf, target: ServiceTarget
) -> None:
    before, after = need_of(current, BELGIUM_FR), need_of(current, BELGIUM_FR, what_if)
    wanted = erlang.agents_c(after.erlangs[after.open], 355.0, target)
    assert after.agents[after.open].tolist() == np.maximum(wanted, 2).tolist()
    assert after.agents.sum() > before.agents.sum()
    assert after.target == target


def test_a_cap_on_occupancy_is_kept(current: Current) -> None:
    need = need_of(current, BELGIUM_FR, WhatIf(max_occupancy=0.5))
    assert (need.carried <= 0.5 * need.agents + 1e-9).all()


@pytest.mark.parametrize(
    ("what_if", "rostered", "paid"),
    [
        (WhatIf(leave=Decimal("0.3")), 0.7, 0.4),
        (WhatIf(absence=Decimal("0.25")), 0.55, 0.45),
        (WhatIf(off_phone=Decimal(0)), 0.9, 0.8),
    ],
)
def test_a_share_of_shrinkage_moves_the_roster_and_the_pay_as_far_as_it_counts(
    current: Current, what_if: WhatIf, rostered: float, paid: float
) -> None:
    before, after = need_of(current, BELGIUM_FR), need_of(current, BELGIUM_FR, what_if)
    assert after.agents.tolist() == before.agents.tolist()
    assert after.scheduled_hours == pytest.approx(after.agents * 0.5 / rostered)
    assert after.paid_hours == pytest.approx(after.agents * 0.5 / paid / 0.9)


def test_a_what_if_overrides_dated_changes_too(current: Current) -> None:
    need = need_of(current, MOROCCO_FR, WhatIf(off_phone=Decimal("0.1")), RAMADAN_MONDAY)
    assert need.scheduled_hours == pytest.approx(need.agents * 0.5 / 0.8)


@pytest.mark.parametrize(
    ("what_if", "key"),
    [
        (WhatIf(leave=Decimal("0.7")), "leave"),
        (WhatIf(absence=Decimal("0.4"), off_phone=Decimal("0.5")), "absence"),
        (WhatIf(off_phone=Decimal("0.8")), "off_phone"),
    ],
)
def test_shares_that_leave_nobody_are_refused_with_their_sum(
    current: Current, what_if: WhatIf, key: str
) -> None:
    with pytest.raises(QuestionError, match=r"add up to 1(\.0)?; together .* below 1") as refusal:
        need_of(current, BELGIUM_FR, what_if)
    assert refusal.value.key == key


def test_calls_whose_aht_nobody_knows_are_named_with_the_remedy(tmp_path: Path) -> None:
    current = current_of(tmp_path, PLAN.replace(HANDLING, ""))
    with pytest.raises(NotReadyError, match=r"contract-fr has no AHT on 2025-10-20: .*handling"):
        need_of(current, BELGIUM_FR)
    assert need_of(current, BELGIUM_NL).agents.all()  # other pools are answered


def test_aht_planned_from_a_later_day_is_missed_on_the_days_before(tmp_path: Path) -> None:
    later = PLAN.replace("from = 2025-10-01\naht", "from = 2025-10-22\naht")
    current = current_of(tmp_path, later)
    with pytest.raises(NotReadyError, match="no AHT on 2025-10-20"):
        need_of(current, BELGIUM_FR)
    assert need_of(current, BELGIUM_FR, first=date(2025, 10, 22)).agents.any()


def test_a_learned_aht_is_that_of_the_weekday_and_the_slot(current: Current) -> None:
    queues = dict(current.release.queues)
    dutch = queues["residential-billing-nl"]
    aht = np.add.outer(np.arange(100.0, 800.0, 100.0), np.arange(48.0))
    queues[dutch.queue] = replace(dutch, aht=aht)
    learned = replace(current, release=replace(current.release, queues=queues))
    span = week(current, date(2025, 10, 22))  # a Wednesday
    need = need_of(learned, BELGIUM_NL, first=span.first)
    weekday = (2 + span.grid.day) % 7
    assert need.aht == pytest.approx(100.0 * (weekday + 1) + span.grid.slot)


def test_an_aht_that_is_unknown_only_while_closed_is_not_missed(current: Current) -> None:
    queues = dict(current.release.queues)
    billing = queues["b2b-billing-fr"]
    aht = billing.aht.copy()
    aht[:, :16] = np.nan  # before 08:00
    queues[billing.queue] = replace(billing, aht=aht)
    gaps = replace(current, release=replace(current.release, queues=queues))
    need = need_of(gaps, "belgium-fr-b2b")
    assert need.agents.tolist() == need_of(current, "belgium-fr-b2b").agents.tolist()


def test_what_ifs_leave_plan_and_release_as_they_are(current: Current) -> None:
    before = need_of(current, BELGIUM_FR)
    need_of(current, BELGIUM_FR, WhatIf(volume_factor=3.0, share=0.99, off_phone=Decimal("0.5")))
    after = need_of(current, BELGIUM_FR)
    assert after.offered.tolist() == before.offered.tolist()
    assert after.scheduled_hours.tolist() == before.scheduled_hours.tolist()


def test_shares_of_shrinkage_not_asked_about_stay_as_planned() -> None:
    planned = Shrinkage(Decimal("0.1"), Decimal("0.1"), Decimal("0.2"))
    assert WhatIf().shrinkage(planned) == planned
    assert WhatIf(leave=Decimal("0.3")).shrinkage(planned) == replace(planned, leave=Decimal("0.3"))


def test_a_days_people_are_its_scheduled_hours_over_a_full_timers_day(current: Current) -> None:
    """Off the phone a fifth of the roster: whoever works 7.6 hours takes calls for 5.9 of them."""
    need = need_of(current, BELGIUM_NL)
    even = np.full(int(need.open.sum()), 9.0)
    last = np.flatnonzero(need.risk.day == 0)[-1]
    people = need.shifts(even).started[last]
    scheduled = 9.0 * 24 / (1 - 0.1 - 0.2)
    assert people == pytest.approx(scheduled / 7.6, rel=0.05)
