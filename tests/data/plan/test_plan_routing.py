from datetime import date

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from data.plan.days.routing import shares
from models.queues import Queue
from tests.data.plan.plan_texts import changed, plan

BY_CONTRACT = """
[[routing]]
match = { language = "fr", call_type = "contract" }
steps = [{ from = 2025-10-01, shares = { liege = 0.5, belgium = 0.5 } },
         { from = 2026-01-01, shares = { belgium = 1.0 } }]

[[events]]"""


def test_a_queues_shares_are_dated_by_site() -> None:
    read = plan()
    days = [date(2025, 11, 2), date(2025, 11, 3), date(2026, 1, 1)]
    found = shares(read, read.queue("residential-billing-fr"), days)
    assert found.keys() == {"liege", "morocco"}
    assert_array_equal(found["liege"], [1.0, 0.8, 0.0])
    assert_array_equal(found["morocco"], [0.0, 0.2, 1.0])


def test_a_linear_routing_moves_day_by_day_and_begins_with_its_first_step() -> None:
    read = plan()
    days = [date(2025, 9, 30), date(2025, 10, 1), date(2025, 10, 6), date(2025, 10, 11)]
    found = shares(read, read.queue("b2b-billing-nl"), days)
    assert np.isnan(found["liege"][0])
    assert_allclose(found["liege"][1:], [0.6, 0.3, 0.0], atol=1e-15)


def test_the_most_specific_routing_wins() -> None:
    text = changed(
        ("\n[[events]]", BY_CONTRACT), ('38\nlanguages = ["nl"]', '38\nlanguages = ["nl", "fr"]')
    )
    read = plan(text)
    day = [date(2025, 11, 3)]
    assert shares(read, read.queue("residential-contract-fr"), day).keys() == {"liege", "belgium"}
    assert shares(read, read.queue("residential-billing-fr"), day).keys() == {"liege", "morocco"}


def test_a_queue_of_another_plan_is_an_error() -> None:
    with pytest.raises(KeyError, match="no routing takes the queue"):
        shares(plan(), Queue("x", "residential", "billing", "de"), [date(2025, 11, 3)])
