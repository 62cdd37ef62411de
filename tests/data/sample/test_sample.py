"""The sample case is what it says: its plan holds together and its calls can judge a forecast."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.sample import write_sample
from data.sample.patience import WAITS, waiting
from models.arrays import Floats

FILES = ("README.txt", "history.csv", "plan.toml", "scenarios.toml", "truth.csv")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample") / "not" / "there" / "yet"
    write_sample(out, seed=7)
    return out


@pytest.fixture(scope="module")
def history(folder: Path) -> pd.DataFrame:
    return _read(folder / "history.csv")


@pytest.fixture(scope="module")
def truth(folder: Path) -> pd.DataFrame:
    return _read(folder / "truth.csv")


@pytest.fixture(scope="module")
def plan(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "plan.toml").read_text(encoding="utf-8"))


def _read(path: Path) -> pd.DataFrame:
    table = pd.read_csv(path)
    start = table["interval_start"]
    table["day"] = pd.to_datetime(start.str[:10], format="%Y-%m-%d")
    table["clock"] = start.str[11:16]
    table["offset"] = start.str[19:]
    table["weekday"] = table["day"].dt.day_of_week
    for place, part in enumerate(("segment", "call_type", "language")):
        table[part] = table["queue"].map({x: x.split("-")[place] for x in table["queue"].unique()})
    return table


def _daily(truth: pd.DataFrame, column: str) -> Floats:
    """Totals of the whole weekdays (days, queues)."""
    weekdays = truth[truth["weekday"] < 5]
    return weekdays.pivot_table(
        index="day", columns="queue", values=column, aggfunc="sum"
    ).to_numpy()


def test_one_seed_makes_the_same_bytes_and_another_seed_other_calls(
    folder: Path, tmp_path: Path
) -> None:
    write_sample(tmp_path / "same", seed=7)
    write_sample(tmp_path / "other", seed=8)

    assert sorted(x.name for x in folder.iterdir()) == list(FILES)
    for name in FILES:
        assert (tmp_path / "same" / name).read_bytes() == (folder / name).read_bytes()
    for name in ("history.csv", "truth.csv"):
        assert (tmp_path / "other" / name).read_bytes() != (folder / name).read_bytes()


def test_it_is_labelled_synthetic(folder: Path, plan: dict[str, Any]) -> None:
    assert (folder / "README.txt").read_text(encoding="utf-8").startswith("SYNTHETIC")
    assert (folder / "plan.toml").read_text(encoding="utf-8").startswith("# SYNTHETIC")
    assert all("synthetic" in site["name"] for site in plan["sites"])


def test_history_covers_three_years_and_truth_half_a_year_more(
    history: pd.DataFrame, truth: pd.DataFrame
) -> None:
    assert str(history["interval_start"].iloc[0]) == "2022-10-01T09:00:00+02:00"
    assert str(history["interval_start"].iloc[-1]) == "2025-09-30T19:30:00+02:00"
    assert str(truth["interval_start"].iloc[0]) == "2022-10-01T09:00:00+02:00"
    assert str(truth["interval_start"].iloc[-1]) == "2026-03-31T19:30:00+02:00"
    assert not truth.duplicated(["interval_start", "queue"]).any()
    assert (truth["mean"] > 0).all()


def test_a_weekday_brings_about_five_thousand_calls_in_the_right_parts(
    truth: pd.DataFrame,
) -> None:
    weekdays = truth[(truth["weekday"] < 5) & (truth["day"] <= "2025-09-30")]
    residential = weekdays[weekdays["segment"] == "residential"]
    total = weekdays["offered"].sum()
    dutch = residential.loc[residential["language"] == "nl", "offered"].sum()

    assert 4700 < total / weekdays["day"].nunique() < 5300
    assert 0.12 < 1 - residential["offered"].sum() / total < 0.15
    assert 0.48 < dutch / residential["offered"].sum() < 0.53


def test_an_average_call_keeps_an_agent_about_470_seconds(history: pd.DataFrame) -> None:
    spoken = history[history["answered"] > 0]
    aht = np.average(spoken["aht_seconds"], weights=spoken["answered"])
    late = spoken[spoken["clock"] >= "18:30"]

    assert 460 < aht < 480
    assert np.average(late["aht_seconds"], weights=late["answered"]) > aht + 10


def test_counts_are_over_dispersed_once_the_day_is_known(truth: pd.DataFrame) -> None:
    weekdays = truth[(truth["weekday"] < 5) & (truth["mean"] > 1)].copy()
    days = weekdays.groupby(["queue", "day"])[["mean", "offered"]].transform("sum")
    factor = days["offered"] / days["mean"]
    ordinary = weekdays[factor.between(0.6, 1.6)]
    expected = (ordinary["mean"] * factor).dropna()
    squares = (ordinary["offered"] - expected) ** 2 / expected * 24 / 23

    dispersion = squares.groupby(ordinary["queue"]).mean()
    assert dispersion.between(1.5, 3.0).all(), dispersion


def test_day_effects_are_shared_by_the_queues(truth: pd.DataFrame) -> None:
    residential = truth[truth["segment"] == "residential"]
    effect = _daily(residential, "offered") / _daily(residential, "mean")
    ordinary = effect[(effect > 0.7).all(axis=1) & (effect < 1.5).all(axis=1)]
    pairs = np.asarray(np.corrcoef(ordinary.T))[np.triu_indices(6, k=1)]

    assert 0.2 < pairs.mean() < 0.7
    assert 0.04 < ordinary.std() < 0.10
    assert abs(ordinary.mean() - 1) < 0.01


def test_cold_lasts_so_a_day_resembles_the_days_before(truth: pd.DataFrame) -> None:
    billing = truth[(truth["call_type"] == "billing") & (truth["segment"] == "residential")]
    effect = _daily(billing, "offered").sum(axis=1) / _daily(billing, "mean").sum(axis=1)
    ordinary = np.clip(effect, 0.8, 1.25)

    alike = [np.corrcoef(ordinary[lag:], ordinary[:-lag])[0, 1] for lag in (1, 2, 3)]

    # without persistence the mean of the three scatters about 0 by 0.02
    assert 0.07 < np.mean(alike) < 0.4


def test_closed_half_hours_have_no_row(truth: pd.DataFrame) -> None:
    holidays = ["2023-07-21", "2024-05-09", "2024-12-25", "2025-11-11", "2026-01-01"]
    saturdays = truth[truth["weekday"] == 5]
    eve = truth[truth["day"] == "2025-12-24"]

    assert truth["weekday"].max() == 5
    assert not truth["day"].isin(pd.to_datetime(holidays)).any()
    assert set(saturdays["segment"]) == {"residential"}
    assert (saturdays["clock"].min(), saturdays["clock"].max()) == ("09:00", "12:30")
    assert (eve["clock"].min(), eve["clock"].max()) == ("08:00", "15:30")


def test_the_offset_follows_the_belgian_clock(truth: pd.DataFrame) -> None:
    for friday, before, after in (
        ("2025-03-28", "+01:00", "+02:00"),
        ("2025-10-24", "+02:00", "+01:00"),
    ):
        monday = pd.Timestamp(friday) + timedelta(days=3)
        for day, offset in ((pd.Timestamp(friday), before), (monday, after)):
            rows = truth[truth["day"] == day]
            assert set(rows["offset"]) == {offset}
            assert (rows["clock"].min(), rows["clock"].max()) == ("08:00", "19:30")


def test_phones_are_down_for_four_hours_of_one_day(truth: pd.DataFrame) -> None:
    weekdays = truth[truth["weekday"] < 5]
    within = weekdays[(weekdays["clock"] >= "10:00") & (weekdays["clock"] < "14:00")]
    ratio = _ratio_by_day(within)
    silent = ratio[ratio < 0.1]

    assert len(silent) == 1
    assert ratio.drop(silent.index).min() > 0.7
    assert 0.2 < _ratio_by_day(weekdays)[silent.index[0]] < 0.9


def test_one_day_of_strike_doubles_the_calls(truth: pd.DataFrame) -> None:
    ratio = _ratio_by_day(truth[truth["weekday"] < 5])

    assert (ratio > 1.5).sum() == 1
    assert 1.7 < ratio.max() < 2.3


def _ratio_by_day(truth: pd.DataFrame) -> "pd.Series[float]":
    days = truth.groupby("day")[["mean", "offered"]].sum()
    return days["offered"] / days["mean"]


def test_records_are_missing_here_and_there_for_two_days_and_for_a_queue(
    history: pd.DataFrame, truth: pd.DataFrame
) -> None:
    known = truth[truth["day"] <= "2025-09-30"]
    keys = ["interval_start", "queue"]
    both = known.merge(history[keys], on=keys, how="left", indicator=True)
    lost = both[both["_merge"] == "left_only"]
    by_day = lost.groupby("day").size()
    whole = [x for x in by_day.index if (lost["day"] == x).sum() == (known["day"] == x).sum()]
    by_queue = lost[~lost["day"].isin(whole)].groupby("queue").size()

    assert len(history) + len(lost) == len(known)
    assert len(whole) == 2
    assert whole[1] - whole[0] == timedelta(days=1)
    assert by_queue.max() > by_queue.median() + 100  # a week of one queue
    assert 200 < by_queue.sum() - by_queue.max() < 800  # one row in some 700, anywhere


def test_every_call_is_either_answered_or_abandoned(history: pd.DataFrame) -> None:
    late = history["answered"] - history["answered_in_time"]

    assert set(history["site"]) == {"liege"}
    assert (history["answered"] + history["abandoned"] == history["offered"]).all()
    assert (late >= 0).all()
    assert (history["wait_seconds"] >= 20 * late - 0.1).all()
    assert ((history["answered"] == 0) == history["aht_seconds"].isna()).all()
    assert history["aht_seconds"].min() >= 25
    assert (history["answered"] == 0).any()


def test_waiting_over_abandoned_calls_tells_the_patience(history: pd.DataFrame) -> None:
    pools = history.groupby(["segment", "language"])[
        ["offered", "abandoned", "answered_in_time", "wait_seconds"]
    ].sum()
    patience = pools["wait_seconds"] / pools["abandoned"]
    expected = {
        ("residential", "fr"): 175,
        ("residential", "nl"): 165,
        ("b2b", "fr"): 235,
        ("b2b", "nl"): 215,
    }

    for pool, seconds in expected.items():
        assert patience.to_dict()[pool] == pytest.approx(seconds, rel=0.03)
    assert (pools["answered_in_time"] / pools["offered"]).between(0.74, 0.84).all()


def test_some_days_are_staffed_badly(history: pd.DataFrame) -> None:
    days = history[history["weekday"] < 5].groupby("day")[["answered_in_time", "offered"]].sum()
    level = days["answered_in_time"] / days["offered"]

    assert level.quantile(0.02) < 0.72
    assert level.quantile(0.90) > 0.84


@pytest.mark.parametrize(
    ("calls", "aht", "agents", "patience"),
    [(60.0, 470.0, 18, 175.0), (3.0, 560.0, 2, 235.0), (90.0, 470.0, 15, 165.0)],
)
def test_waits_are_those_of_a_queue_with_impatient_callers(
    calls: float, aht: float, agents: int, patience: float
) -> None:
    reached = waiting(np.array([calls]), np.array([aht]), np.array([agents]), patience)[0]
    wait_at_once, gives_up = _birth_and_death(calls / 1800, aht, agents, patience)
    gaps = np.diff(reached)
    middles = (WAITS[1:] + WAITS[:-1]) / 2

    assert reached[0] == pytest.approx(wait_at_once, abs=2e-3)
    assert reached[-1] == pytest.approx(1)
    assert np.sum(gaps * (1 - np.exp(-middles / patience))) == pytest.approx(gives_up, abs=2e-3)


def _birth_and_death(rate: float, aht: float, agents: int, patience: float) -> tuple[float, float]:
    """P(no wait) and the abandoned share, from the balance of the chain's states."""
    calls = np.arange(1, 400)
    leaving = np.minimum(calls, agents) / aht + np.maximum(calls - agents, 0) / patience
    weight = np.exp(np.concatenate([[0], np.cumsum(np.log(rate) - np.log(leaving))]))
    share = weight / weight.sum()
    waiting_calls = np.maximum(np.arange(400) - agents, 0)
    return float(share[:agents].sum()), float(share @ waiting_calls / patience / rate)


def test_bridge_days_are_quiet_and_days_after_holidays_busy(truth: pd.DataFrame) -> None:
    mean = truth.groupby("day")["mean"].sum()

    assert mean[pd.Timestamp("2024-05-10")] < 0.9 * mean[pd.Timestamp("2024-05-17")]
    assert mean[pd.Timestamp("2025-06-10")] > 1.1 * mean[pd.Timestamp("2025-06-17")]


def test_the_week_is_steeper_in_winter_than_in_summer(truth: pd.DataFrame) -> None:
    billing = truth[truth["queue"] == "residential-billing-fr"]
    month = billing["day"].dt.month
    steepness = []
    for season in ((1, 2, 12), (6, 7, 8)):
        rows = billing[month.isin(season)]
        days = rows.groupby(["weekday", "day"])["mean"].sum().groupby("weekday").mean()
        steepness.append(days[0] / days[4])

    assert steepness[0] > 1.08 * steepness[1]


def test_the_hours_of_the_calls_drift_over_the_years(truth: pd.DataFrame) -> None:
    moving = truth[(truth["queue"] == "residential-meter_transfer-nl") & (truth["weekday"] < 5)]
    late = moving[moving["clock"] >= "16:30"]
    share = (
        late.groupby(late["day"].dt.year)["mean"].sum()
        / moving.groupby(moving["day"].dt.year)["mean"].sum()
    )

    assert share[2025] > share[2023] + 0.01


def test_house_moves_bring_calls_at_the_turn_of_the_month_most_in_summer(
    truth: pd.DataFrame,
) -> None:
    moving = truth[(truth["call_type"] == "meter_transfer") & (truth["weekday"] < 5)]
    days = moving.groupby("day", as_index=False)["mean"].sum()
    month, day_of_month = days["day"].dt.month, days["day"].dt.day
    lift = {}
    for season, months in {"summer": (6, 7, 8), "winter": (1, 2, 11)}.items():
        turn = month.isin(months) & ((day_of_month <= 4) | (day_of_month >= 30))
        middle = month.isin(months) & day_of_month.between(11, 20)
        lift[season] = days.loc[turn, "mean"].mean() / days.loc[middle, "mean"].mean()

    assert lift["winter"] > 1.08
    assert lift["summer"] > lift["winter"] + 0.05


def test_prices_drive_calls_up_in_the_first_winter_and_self_service_down_later(
    truth: pd.DataFrame,
) -> None:
    contract = truth[(truth["call_type"] == "contract") & (truth["weekday"] < 5)]
    year, month = contract["day"].dt.year, contract["day"].dt.month
    december = contract[month == 12].groupby(year)["mean"].sum()
    summer = contract[month.isin((6, 7))].groupby(year)["mean"].sum()

    assert december[2022] > 1.25 * december[2024]
    assert 0.85 < summer[2025] / summer[2023] < 0.98


def test_the_annual_bills_of_the_plan_are_in_the_true_mean(truth: pd.DataFrame) -> None:
    billing = truth[(truth["call_type"] == "billing") & (truth["weekday"] < 5)]
    days = billing.groupby("day")["mean"].sum()
    lift = [
        days[f"{year}-01-0{first}" : f"{year}-01-16"].mean()
        / days[f"{year}-01-19" : f"{year}-01-30"].mean()
        for year, first in ((2025, 6), (2026, 5))
    ]

    assert lift[1] > 1.15 * lift[0]


def test_shares_of_every_step_sum_to_one_and_leave_liege_in_time(plan: dict[str, Any]) -> None:
    for rule in plan["routing"]:
        days = [step["from"] for step in rule["steps"]]
        last = rule["steps"][-1]
        assert days == sorted(set(days))
        assert days[0] == date(2025, 10, 1)
        assert last["from"] == date(2026, 1, 1)
        assert "liege" not in last["shares"]
        for step in rule["steps"]:
            assert sum(step["shares"].values()) == pytest.approx(1, abs=1e-12)


def test_every_queue_is_routed_once_to_sites_that_are_open_and_speak_its_language(
    plan: dict[str, Any],
) -> None:
    sites = {site["id"]: site for site in plan["sites"]}
    for queue in plan["queues"]:
        rules = [x for x in plan["routing"] if _takes(x["match"], queue)]
        assert len(rules) == 1
        for step in rules[0]["steps"]:
            for site in (sites[name] for name in step["shares"]):
                assert queue["language"] in site["languages"]
                assert site.get("opens", date.min) <= step["from"] <= site.get("closes", date.max)


def test_the_plan_names_the_queues_and_hours_of_the_calls(
    plan: dict[str, Any], truth: pd.DataFrame
) -> None:
    for queue in plan["queues"]:
        assert queue["id"] == f"{queue['segment']}-{queue['call_type']}-{queue['language']}"
        rows = truth[(truth["queue"] == queue["id"]) & (truth["day"] >= "2024-01-01")]
        hours = [x for x in plan["opening_hours"] if _takes(x["match"], queue)]
        for day, clocks in rows.groupby("day")["clock"]:
            assert isinstance(day, datetime)
            opens, closes = _hours_of(hours, day)
            assert (clocks.min(), _half_an_hour_after(clocks.max())) == (opens, closes)
    assert set(truth["queue"]) == {queue["id"] for queue in plan["queues"]}


def _takes(match: dict[str, str], queue: dict[str, str]) -> bool:
    return match.items() <= queue.items()


def _hours_of(hours: list[dict[str, Any]], day: datetime) -> tuple[str, str]:
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.weekday()]
    dated = [x for x in hours if day.date() in x.get("dates", ())]
    chosen = (dated or [x for x in hours if weekday in x.get("days", ())])[0]
    return chosen["from"], chosen["to"]


def _half_an_hour_after(clock: str) -> str:
    return (datetime.strptime(clock, "%H:%M") + timedelta(minutes=30)).strftime("%H:%M")  # noqa: DTZ007
