"""An unknown date that waits for the moon is a range, and the plan's commands say so."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from data.calendar.holidays import Override, overrides
from data.calendar.moon_dates import MoonDate, error_of_estimates, uncertain_holidays
from service.cli import main
from service.commands.plan_notes import moon_notes
from tests.data.plan.plan_texts import PLAN, calendar, changed, plan

CALENDARS = {code: calendar(code) for code in ("MA", "BE", "EG")}
EID = date(2027, 3, 9)
LAST_STEP = "{ from = 2026-01-01, shares = { morocco = 1.0 } }"


def announced(count: int, late: int) -> list[Override]:
    """Corrections of as many estimates, each announced ``late`` days after its estimate."""
    rows = []
    for i in range(count):
        day, source = date(2020, 1, 10) + timedelta(days=30 * i), f"https://example.org/{i}"
        rows.append(Override("EG", day, "Eid al-Fitr (estimated)", "remove", source))
        said = day + timedelta(days=late)
        rows.append(Override("EG", said, "Eid al-Fitr", "add", source))
    return rows


def test_a_holiday_that_is_not_announced_is_a_range_of_first_days() -> None:
    found = uncertain_holidays(CALENDARS, "MA", date(2027, 1, 1), date(2027, 5, 31))
    assert found == (
        MoonDate("Eid al-Fitr", EID, EID, date(2027, 3, 10), days=2),
        MoonDate("Eid al-Adha", date(2027, 5, 16), date(2027, 5, 16), date(2027, 5, 17), days=2),
    )


def test_holidays_that_were_announced_are_certain() -> None:
    assert uncertain_holidays(CALENDARS, "MA", date(2024, 4, 1), date(2026, 4, 30)) == ()


def test_a_calendar_without_moon_dates_has_none() -> None:
    assert uncertain_holidays(CALENDARS, "BE", date(1990, 1, 1), date(2049, 12, 31)) == ()


def test_moroccan_estimates_were_right_or_a_day_early_as_the_announcements_tell() -> None:
    assert error_of_estimates("MA", overrides()) == (0, 1)


def test_where_nobody_has_compared_estimates_it_may_be_a_day_either_way() -> None:
    assert error_of_estimates("EG", overrides()) == (-1, 1)
    [eid] = uncertain_holidays(CALENDARS, "EG", EID, EID)
    assert (eid.earliest, eid.expected, eid.latest) == (date(2027, 3, 8), EID, date(2027, 3, 10))


@pytest.mark.parametrize(
    ("count", "late", "error"),
    [(5, 2, (0, 2)), (5, -1, (-1, 0)), (4, 2, (-1, 1)), (5, 0, (-1, 1))],
)
def test_enough_announcements_tell_how_wrong_estimates_are(
    count: int, late: int, error: tuple[int, int]
) -> None:
    corrections = announced(count, late)
    assert error_of_estimates("EG", corrections) == error
    assert error_of_estimates("EG-C", corrections) == error
    assert error_of_estimates("MA", corrections) == (-1, 1)  # another country's


def test_a_date_counts_where_any_day_it_may_be_lies_within() -> None:
    for day, found in ((8, False), (9, True), (10, True), (11, True), (12, False)):
        asked = date(2027, 3, day)
        assert bool(uncertain_holidays(CALENDARS, "MA", asked, asked)) == found, asked


def test_a_moon_date_on_a_day_that_has_another_name_too_is_found() -> None:
    found = uncertain_holidays(CALENDARS, "MA", date(2027, 8, 1), date(2027, 8, 31))
    assert [(x.name, x.expected, x.days) for x in found] == [
        ("Prophet's Birthday", date(2027, 8, 14), 2)
    ]


def test_an_observed_estimate_is_an_estimate() -> None:
    days = {date(2027, 5, 3): "Eid al-Fitr (observed, estimated)", date(2027, 5, 9): "May (Day)"}
    assert [x.name for x in uncertain_holidays({"X": days}, "X", min(days), max(days))] == [
        "Eid al-Fitr"
    ]


def test_every_announcement_is_paired_with_the_estimate_it_replaced() -> None:
    replaced = {x.source for x in overrides() if x.action == "remove"}
    assert len(replaced) == 9


def test_a_plan_notes_what_lies_between_its_first_step_and_half_a_year_after_its_last() -> None:
    where = "until it is announced; see data/calendar/overrides.toml"
    assert list(moon_notes(plan())) == [
        "calendar MA: Eid al-Adha 2026-05-27 is an estimate: "
        f"it may be 2026-05-27 or 2026-05-28 {where}",
        "calendar MA: Islamic New Year 2026-06-16 is an estimate: "
        f"it may be 2026-06-16 or 2026-06-17 {where}",
    ]


def test_a_later_step_reaches_later_dates() -> None:
    later = changed((LAST_STEP, LAST_STEP.replace("2026-01-01", "2025-12-01")))
    assert [x.split()[2:5] for x in moon_notes(plan(later))] == [["Eid", "al-Adha", "2026-05-27"]]


def test_a_range_of_three_days_is_told_by_its_ends() -> None:
    egypt = changed(('holidays = "MA"', 'holidays = "EG"'))
    [first, *_] = [x for x in moon_notes(plan(egypt)) if "al-Adha" in x]
    assert "it may be 2026-05-26 to 2026-05-28 until it is announced" in first


@pytest.mark.parametrize("command", ["check", "import"])
def test_the_commands_note_each_on_standard_error_and_go_on(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELAIS_DATABASE_URL", f"sqlite:///{tmp_path / 'relais.db'}")
    file = tmp_path / "plan.toml"
    file.write_text(PLAN)
    result: Result = CliRunner().invoke(main, ["plan", command, str(file)])
    assert result.exit_code == 0
    notes = result.stderr.splitlines()
    assert len(notes) == 2
    assert all(x.startswith("note: calendar MA: ") for x in notes)
    assert "4 queues" in result.stdout
    assert "note" not in result.stdout
