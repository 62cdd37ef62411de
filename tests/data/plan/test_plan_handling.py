"""Handling times that the plan gives where none is learned."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from data.plan import Handling
from data.plan.days.handling import planned_aht
from models.queues import Match
from tests.data.plan.plan_texts import plan
from tests.service.cases import PLAN

DAYS = [date(2025, 10, 20) + timedelta(days=i) for i in range(4)]
BILLING, FRENCH = Match(call_type="billing"), Match(segment="residential", language="fr")


def seconds(*handling: Handling) -> list[float]:
    """The AHT of the French residential billing queue on each of the days."""
    of = replace(plan(PLAN), handling=handling)
    return [float(x) for x in planned_aht(of, of.queue("residential-billing-fr"), DAYS)]


def test_an_aht_holds_from_its_first_day_on_and_nothing_is_known_before() -> None:
    found = seconds(Handling(BILLING, DAYS[2], 400.0, None))
    assert found == pytest.approx([np.nan, np.nan, 400.0, 400.0], nan_ok=True)


def test_a_later_entry_replaces_an_earlier_one_in_any_order() -> None:
    first, second = Handling(BILLING, DAYS[0], 400, None), Handling(BILLING, DAYS[2], 500, None)
    assert seconds(first, second) == seconds(second, first) == [400, 400, 500, 500]


def test_the_most_specific_entry_wins_over_a_later_general_one() -> None:
    special, general = Handling(FRENCH, DAYS[1], 300, None), Handling(BILLING, DAYS[2], 500, None)
    early = Handling(Match(), DAYS[0], 600, None)
    assert seconds(special, general, early) == [600, 300, 300, 300]


def test_entries_for_other_queues_or_of_patience_alone_say_nothing() -> None:
    other = Handling(Match(call_type="contract"), DAYS[0], 400.0, None)
    patience = Handling(BILLING, DAYS[0], None, 180.0)
    assert np.isnan(seconds(other, patience)).all()
