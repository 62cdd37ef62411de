"""What is suggested for a time zone that does not exist."""

from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.calendar.zone_names import EXAMPLE, zone_hint
from data.calendar.zone_tables import CITIES, LETTERS, WINDOWS_ZONES
from tests.data.plan.plan_texts import PLAN
from tests.data.plan.test_plan_history_rules import faults

BRUSSELS = 'did you mean "Europe/Brussels"?'


@pytest.mark.parametrize("tables", [CITIES.keys(), *LETTERS.values(), *WINDOWS_ZONES.values()])
def test_every_zone_that_is_suggested_exists(tables: tuple[str, ...]) -> None:
    assert set(tables) <= available_timezones()


@pytest.mark.parametrize(
    "text",
    [
        *("Romance Standard Time", "Romance Daylight Time", "W. Europe Standard Time"),
        *("Central European Standard Time", "Central Europe Standard Time"),
        *("CEST", "CET/CEST", "MEZ", "Central European Time", "heure de Bruxelles"),
        *("Brussels time", "Brussels", "brussel", "Bruxelles", "Europe/Bruxelles", "Liège"),
        *("europe/brussels", "Europe Brussels", "Belgium", "Belgique", "Belgium time", "BE"),
        *("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", "UTC+1 (Brussels)"),
    ],
)
def test_what_is_written_for_the_belgian_clock_is_read(text: str) -> None:
    assert zone_hint(text, "BE") == BRUSSELS


@pytest.mark.parametrize(
    "text", ["GMT+1", "UTC+1", "+01:00", "UTC+01:00", "GMT+01", "+0100", "UTC + 1", "UTC+2"]
)
def test_an_offset_is_told_to_lose_summer_time(text: str) -> None:
    hint = zone_hint(text, "BE")
    assert hint.startswith(f"an offset has no summer time: {BRUSSELS}")
    assert f'"Etc/GMT-{2 if "2" in text else 1}"' in hint


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Morocco Standard Time", "Africa/Casablanca"),
        ("Casablanca", "Africa/Casablanca"),
        ("Maroc", "Africa/Casablanca"),
        ("GMT Standard Time", "Europe/London"),
        ("Greenwich Standard Time", "Atlantic/Reykjavik"),
        ("Amsterdam", "Europe/Amsterdam"),
    ],
)
def test_another_clock_than_the_countrys_is_kept(text: str, zone: str) -> None:
    assert zone_hint(text, "BE") == f'did you mean "{zone}"?'


def test_a_clock_of_several_countries_names_two_where_none_is_known() -> None:
    both = 'did you mean "Europe/Paris" or "Europe/Brussels"?'
    assert zone_hint("Romance Standard Time") == both
    assert zone_hint("Romance Standard Time", "MA") == both
    assert zone_hint("Romance Standard Time", "ES-CT") == 'did you mean "Europe/Madrid"?'


def test_a_typing_error_is_still_found_and_nonsense_gets_an_example() -> None:
    assert zone_hint("Africa/Casablnca").startswith('did you mean "Africa/Casablanca"')
    assert zone_hint("Mars", "BE") == EXAMPLE


@given(st.text(max_size=40), st.sampled_from([None, "BE", "ES-CT", "XX", ""]))
def test_any_text_gets_zones_that_exist(text: str, country: str | None) -> None:
    for word in zone_hint(text, country).split('"')[1::2]:
        assert ZoneInfo(word).key == word


def test_a_plan_is_told_the_zone_of_its_own_and_its_sites_country() -> None:
    found = faults(PLAN.replace('"Europe/Brussels"', '"Romance Standard Time"'))
    assert len(found) > 1
    for fault in found:
        assert '"Romance Standard Time" is no IANA time zone; ' + BRUSSELS in fault
