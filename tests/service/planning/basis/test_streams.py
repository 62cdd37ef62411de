"""Which calls a question means: queues as routed to sites."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from models.demand import interval_means
from service.planning.basis.current import Current
from service.planning.basis.span import QuestionError, periods, span_of
from service.planning.basis.streams import open_intervals, routed, volume, whole
from tests.service.cases import FIRST_ROUTED, MONDAY, week

BILLING, DUTCH = "residential-billing-fr", "residential-billing-nl"


def test_the_sites_of_a_queue_share_its_calls_without_loss(current: Current) -> None:
    queue, asked = current.plan.queue(BILLING), week(current)
    parts = [routed(current, queue, site, asked) for site in ("belgium", "morocco")]
    sums = np.sum([interval_means(x, asked.at) for x in parts if x is not None], axis=0)
    assert sums == pytest.approx(interval_means(whole(current, queue), asked.at))


def test_a_site_that_takes_none_of_the_calls_in_the_span_has_no_stream(current: Current) -> None:
    queue = current.plan.queue(BILLING)
    january = week(current, date(2026, 1, 5))
    assert routed(current, queue, "belgium", january) is None
    assert routed(current, current.plan.queue(DUTCH), "morocco", january) is None


def test_days_before_the_first_step_are_refused_and_named(current: Current) -> None:
    queue = current.plan.queue(BILLING)
    early = span_of(current, FIRST_ROUTED - timedelta(days=1), FIRST_ROUTED)
    with pytest.raises(QuestionError, match="routes queue residential-billing-fr from 2025-10-20"):
        routed(current, queue, "belgium", early)


def test_an_interval_is_open_where_the_queue_takes_calls_and_the_site_a_share(
    current: Current,
) -> None:
    queue, asked = current.plan.queue(BILLING), span_of(current, MONDAY, MONDAY)
    stream = routed(current, queue, "morocco", asked)
    assert stream is not None
    assert open_intervals(stream, asked.at).tolist() == [16 <= x < 40 for x in range(48)]


def test_days_and_their_intervals_hold_the_same_calls(current: Current) -> None:
    span = week(current)
    streams = [whole(current, queue) for queue in current.plan.queues]
    probabilities = np.array([0.5])
    by_interval = volume(streams, span.at, periods(span, "interval"), probabilities).mean
    by_day = volume(streams, span.at, periods(span, "day"), probabilities).mean
    assert np.bincount(span.grid.day, by_interval) == pytest.approx(by_day)
    assert by_day.tolist() == pytest.approx([1860.0] * 5 + [600.0] * 2)


def test_the_band_of_a_share_holds_its_part_of_simulated_calls(current: Current) -> None:
    """Every call goes to the site with the routed probability: the over-dispersion thins too."""
    queue, asked = current.plan.queue(BILLING), span_of(current, MONDAY, MONDAY)
    stream = routed(current, queue, "morocco", asked)
    assert stream is not None
    burst = replace(
        stream, demand=replace(stream.demand, dispersion=8.0, slot_variance=0.0 * stream.routed)
    )
    band = volume([burst], asked.at, periods(asked, "interval"), np.array([0.1, 0.9])).quantiles[20]
    random, day = np.random.default_rng(5), int(asked.at.day[20])
    factors = burst.demand.paths[:, day] / burst.demand.day_mean[day]
    mean = interval_means(whole(current, queue), asked.at)[20] * random.choice(factors, 20_000)
    calls = random.binomial(random.poisson(random.gamma(mean / 7.0, 7.0)), 0.3)
    assert np.mean(calls < band[0]) - 0.01 < 0.1 <= np.mean(calls <= band[0]) + 0.01
    assert np.mean(calls < band[1]) - 0.01 < 0.9 <= np.mean(calls <= band[1]) + 0.01
