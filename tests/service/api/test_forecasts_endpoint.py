"""``GET /v1/forecasts``: what it answers and what it refuses."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text, update

from data.database.schema import plans, release_arrays
from tests.service.cases import PLAN, empty, released, with_plan
from tests.service.clients import answered, client_of, problem

PATH = "/v1/forecasts"
DAY = {"first": "2025-10-20", "last": "2025-10-20"}


def test_an_answer_names_what_it_was_made_from(case_client: FlaskClient) -> None:
    body = answered(case_client, PATH, **DAY, by="total", granularity="day")
    [row] = body.pop("rows")
    assert body == {"release": 1, "origin": "2025-10-17", "plan": 1, "timezone": "Europe/Brussels"}
    assert list(row) == [
        *("period_start", "total", "offered_mean", "offered_p10", "offered_p50", "offered_p90"),
        "offered_machine_mean",
    ]
    assert (row["period_start"], row["offered_mean"]) == ("2025-10-20", 1860.0)


def test_columns_hold_the_same_cells_as_rows(case_client: FlaskClient) -> None:
    rows = answered(case_client, PATH, **DAY)["rows"]
    body = answered(case_client, PATH, **DAY, layout="columns")
    assert "rows" not in body
    columns = body["columns"]
    assert [dict(zip(columns, x, strict=True)) for x in zip(*columns.values(), strict=True)] == rows


def test_asked_quantiles_come_in_order_each_once(case_client: FlaskClient) -> None:
    quantiles = ".9,0.025,0.90"
    body = answered(case_client, PATH, **DAY, by="total", granularity="day", quantiles=quantiles)
    assert list(body["rows"][0])[2:] == [
        "offered_mean",
        "offered_p2_5",
        "offered_p90",
        "offered_machine_mean",
    ]


def test_filters_choose_the_queues(case_client: FlaskClient) -> None:
    asked: dict[str, Any] = {**DAY, "granularity": "day", "segment": "residential"}
    french = answered(case_client, PATH, **asked, language="fr", call_type="contract")
    assert [x["offered_mean"] for x in french["rows"]] == [300.0]
    site = answered(case_client, PATH, **asked, by="language", site="morocco")
    assert [(x["language"], x["offered_mean"]) for x in site["rows"]] == [("fr", 360.0)]


@pytest.mark.parametrize(
    ("change", "pointer", "detail"),
    [
        ({"first": "2025-10-21"}, "?to", "to is 2025-10-20, before from"),
        ({"last": "2026-04-06"}, "?to", "to is 2026-04-06; release 1 forecasts 2025-10-18 to"),
        ({"first": "0001-01-01"}, "?from", "from is 0001-01-01; release 1 forecasts"),
        ({"first": "2025-02-30"}, "?from", "give a date such as 2025-10-01"),
        ({"first": "20251020"}, "?from", "give a date such as 2025-10-01"),
        ({"first": "٢٠٢٥-١٠-٢٠"}, "?from", "give a date such as 2025-10-01"),  # noqa: RUF001
        ({"first": "2025-10-20T00:00"}, "?from", "give a date such as 2025-10-01"),
        ({"by": "site", "first": "2025-10-18"}, "?from", "from 2025-10-20 on"),
        ({"by": "agent"}, "?by", "by is"),
        ({"granularity": "year"}, "?granularity", "granularity is"),
        ({"layout": "csv"}, "?layout", "layout is"),
        ({"quantiles": "0.1,1.0"}, "?quantiles", "give one to nine shares from 0.005"),
        ({"quantiles": "0.1,0.0"}, "?quantiles", "shares from 0.005 to 0.995"),
        ({"quantiles": "0.999"}, "?quantiles", "shares from 0.005 to 0.995"),
        ({"quantiles": "0.9999999"}, "?quantiles", "give one to nine shares from 0.005"),
        ({"quantiles": "nan"}, "?quantiles", "give one to nine shares from 0.005"),
        ({"quantiles": ",".join(f"0.{i}" for i in range(11, 21))}, "?quantiles", "one to nine"),
        ({"segment": "soho"}, "?segment", "segment is soho; the plan has b2b, residential"),
        ({"call_type": "x"}, "?call_type", "call_type is x; the plan has billing, contract"),
        ({"language": "de"}, "?language", "language is de; the plan has fr, nl"),
        ({"site": "paris"}, "?site", "site is paris; the plan has belgium, morocco"),
        ({"site": ""}, "?site", "the plan has belgium, morocco"),
        ({"release": "99"}, "?release", "there is no release 99"),
        ({"release": "0"}, "?release", "give a release's number"),
        ({"release": "1.5"}, "?release", "give a release's number"),
        ({"release": "9" * 30}, "?release", "give a release's number"),
        ({"release": "latest"}, "?release", "give a release's number"),
        (
            {"model": "erlang_c"},
            "?model",
            "model is not known; the keys here are from, to, by",
        ),
    ],
)
def test_a_wrong_value_is_named_with_what_to_give(
    case_client: FlaskClient, change: dict[str, str], pointer: str, detail: str
) -> None:
    document = problem(case_client, PATH, 422, **{**DAY, **change})
    [mistake] = document["errors"]
    assert mistake["pointer"] == pointer
    assert detail in mistake["detail"] == document["detail"]


def test_days_that_are_missing_or_given_twice_are_named(case_client: FlaskClient) -> None:
    both = problem(case_client, PATH, 422)
    assert [x["detail"] for x in both["errors"]] == ["from is missing", "to is missing"]
    answer = case_client.get(f"{PATH}?from=2025-10-20&to=2025-10-20&from=2025-10-21")
    assert answer.status_code == 422
    assert "from is given 2 times; give it once" in answer.text


def test_without_a_database_a_plan_or_a_release_the_remedy_is_told(tmp_path: Path) -> None:
    client = client_of(tmp_path)
    assert "there is no database yet" in problem(client, PATH, 503, **DAY)["detail"]
    assert list(tmp_path.iterdir()) == []
    engine = empty(tmp_path)
    assert "relais plan import" in problem(client, PATH, 503, **DAY)["detail"]
    with_plan(engine)
    assert "run relais train" in problem(client, PATH, 503, **DAY)["detail"]


def test_a_database_of_another_schema_is_not_read(tmp_path: Path) -> None:
    with released(tmp_path).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    detail = problem(client_of(tmp_path), PATH, 503, **DAY)["detail"]
    assert detail.startswith("the database is at schema 0000, this version needs")


def test_damaged_numbers_are_a_problem_with_the_remedy(tmp_path: Path) -> None:
    with released(tmp_path).begin() as connection:
        connection.execute(update(release_arrays).values(npy=b"damaged"))
    for asked in (DAY, {**DAY, "release": "1"}):
        detail = problem(client_of(tmp_path), PATH, 503, **asked)["detail"]
        assert "the bytes are damaged; run relais train, or make another one current" in detail


def test_a_stored_plan_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    with released(tmp_path).begin() as connection:
        connection.execute(update(plans).values(text="timezone = 3"))
    assert "plan.toml: timezone" in problem(client_of(tmp_path), PATH, 503, **DAY)["detail"]


def test_a_plan_on_another_clock_than_the_release_asks_for_training(tmp_path: Path) -> None:
    with_plan(released(tmp_path), PLAN.replace("interval_minutes = 30", "interval_minutes = 15"))
    detail = problem(client_of(tmp_path), PATH, 503, **DAY)["detail"]
    assert detail == (
        "the plan now has 15-minute intervals in Europe/Brussels, release 1 has 30 in "
        "Europe/Brussels; run relais train"
    )


def test_a_new_plan_is_answered_from_at_once(tmp_path: Path) -> None:
    engine, client = released(tmp_path), client_of(tmp_path)
    asked = {**DAY, "by": "site", "granularity": "day"}
    before = answered(client, PATH, **asked)
    with_plan(engine, PLAN.replace("belgium = 0.7, morocco = 0.3", "belgium = 0.5, morocco = 0.5"))
    after = answered(client, PATH, **asked)
    assert (before["plan"], after["plan"]) == (1, 2)
    assert [x["offered_mean"] for x in before["rows"]] == [1500.0, 360.0]
    assert [x["offered_mean"] for x in after["rows"]] == [1260.0, 600.0]


def test_an_answer_that_would_hold_a_worker_for_long_is_refused_with_what_to_ask(
    tmp_path: Path,
) -> None:
    released(tmp_path, PLAN.replace("interval_minutes = 30", "interval_minutes = 15"))
    client = client_of(tmp_path)
    asked = {"first": "2025-10-20", "last": "2026-04-05"}
    nine = ",".join(f"0.{i}" for i in range(1, 10))
    rows = answered(client, PATH, **asked, quantiles="0.5")["rows"]
    assert problem(client, PATH, 422, **asked, quantiles=nine)["detail"] == (
        f"{9 * len(rows)} quantiles are asked for, 250000 at most are computed at once; "
        "ask for fewer days, fewer quantiles, or granularity=day"
    )
    answered(client, PATH, **asked, quantiles=nine, granularity="day")


def test_an_unexpectedly_long_value_is_not_a_failure(case_client: FlaskClient) -> None:
    [mistake] = problem(case_client, PATH, 422, **DAY, site="\0é" * 3000)["errors"]
    assert mistake["pointer"] == "?site"


def test_explained_days_carry_the_factors_of_their_mean(case_client: FlaskClient) -> None:
    row = answered(case_client, f"{PATH}/explained", **DAY, language="nl")["rows"][0]
    assert (row["queue"], row["offered_mean"]) == ("residential-billing-nl", 600.0)
    assert row["level"] == 600.0
    assert {row[x] for x in ("weekday", "month", "season", "holiday", "bills", "events")} == {1.0}
