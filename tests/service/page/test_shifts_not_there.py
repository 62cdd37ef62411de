"""What the pages say where shifts are not worked out, and where efficiency comes from then."""

import html
import re
from pathlib import Path

import pytest

from data.shifts import Goal
from data.shifts.store import load_shifts
from service.page.words import hundredth
from tests.data.plan.plan_texts import plan
from tests.service.cases import MONDAY, released
from tests.service.clients import answered, client_of
from tests.service.page.page_text import rows
from tests.service.page.shifts_case import (
    CONTRACTED,
    CONTRACTS,
    SUNDAY,
    WITHOUT,
    page,
    with_shifts,
    work_out,
)
from tests.service.planning.capacity.capacity_case import STAFFED

DASH = "\N{EN DASH}"


@pytest.mark.parametrize("goal", ["level", "cover"])
def test_a_week_that_is_not_worked_out_says_how_and_stays_so(tmp_path: Path, goal: Goal) -> None:
    engine = released(tmp_path, CONTRACTED)
    text = page(client_of(tmp_path), goal=goal)
    assert "The shifts of this week are not worked out yet" in text
    command = f"relais shifts --from {MONDAY} --to {SUNDAY} --goal {goal}"
    assert f"<code>{command}</code>" in text
    assert load_shifts(engine, 1, 1, goal, MONDAY, SUNDAY) == []
    work_out(engine, goal)
    assert "not worked out yet" not in page(client_of(tmp_path), goal=goal)


def test_a_plan_without_contracts_says_what_to_write_and_the_example_is_read(
    tmp_path: Path,
) -> None:
    released(tmp_path, WITHOUT)
    text = page(client_of(tmp_path))
    assert "The plan has no contracts</h2>" in text
    assert "relais plan import" in text
    (example,) = re.findall(r"<pre><code>(.*?)</code></pre>", text, re.DOTALL)
    written = WITHOUT.replace("[[queues]]", f"{html.unescape(example)}\n\n[[queues]]", 1)
    (contract,) = plan(written).contracts
    assert (contract.name, contract.weekly_hours) == ("full-time", 38)


def test_pools_whose_people_have_no_contracts_are_named(tmp_path: Path) -> None:
    some = CONTRACTS.replace("weekly_hours", 'site = "morocco"\nweekly_hours')
    with_shifts(tmp_path, WITHOUT.replace("[[queues]]", some + "[[queues]]", 1))
    said = " ".join(page(client_of(tmp_path)).split())
    assert "the plan has no contracts for them: belgium fr residential, belgium fr b2b" in said


def test_a_planners_own_efficiency_is_called_planned(tmp_path: Path) -> None:
    released(tmp_path, STAFFED)
    assert _sources(tmp_path) == {"90.0 planned"}


def test_without_contracts_the_efficiency_is_called_assumed(tmp_path: Path) -> None:
    released(tmp_path, WITHOUT)
    row = answered(client_of(tmp_path), "/v1/capacity")["rows"][0]
    assert _sources(tmp_path) == {f"{hundredth(row['schedule_efficiency'])} assumed"}
    text = " ".join(client_of(tmp_path).get("/capacity").text.split())
    assert "Efficiency is assumed for belgium fr b2b, belgium fr residential," in text


def test_an_efficiency_of_shifts_is_the_apis_pool_by_pool(tmp_path: Path) -> None:
    with_shifts(tmp_path)
    client = client_of(tmp_path)
    body = answered(client, "/v1/capacity")["rows"]
    shown = {name: x for name, *x in rows(client.get("/capacity").text, "belgium, fr, by week")}
    for segment in ("residential", "b2b"):
        own = [x for x in body if x["pool"] == f"belgium-fr-{segment}"]
        said = [f"{hundredth(x['schedule_efficiency'])} shifts" for x in own]
        assert [x for x in shown[f"Efficiency, % {segment}"] if x != DASH] == said


def _sources(folder: Path) -> set[str]:
    """What the capacity page says of the efficiency of a site's language with one pool."""
    text = client_of(folder).get("/capacity").text
    assert text.count("Efficiency is assumed for") == ("assumed</small>" in text)
    (row,) = (x for x in rows(text, "belgium, nl, by week") if x[0] == "Efficiency, %")
    return set(row[1:])
