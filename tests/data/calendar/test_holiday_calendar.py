import subprocess
import sys
from datetime import date

import pytest

from data.calendar.holidays import Override, corrected, expand, overrides


def test_a_country_is_expanded_in_english_over_six_decades_in_order() -> None:
    days = expand("BE")
    assert days[date(2025, 11, 11)] == "Armistice Day"
    assert list(days) == sorted(days)
    assert (min(days), max(days)) == (date(1990, 1, 1), date(2049, 12, 25))


def test_a_region_has_its_own_days_besides_its_countrys() -> None:
    region, country = expand("ES-CT"), expand("ES")
    assert date(2025, 9, 11) in region
    assert date(2025, 9, 11) not in country
    assert date(2025, 12, 25) in region


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 3, 31), "Eid al-Fitr"),
        (date(2025, 6, 7), "Eid al-Adha"),
        (date(2025, 6, 27), "Islamic New Year"),
        (date(2025, 9, 5), "Prophet's Birthday"),
        (date(2026, 3, 20), "Eid al-Fitr"),
    ],
)
def test_moroccan_religious_days_are_those_that_were_announced(day: date, name: str) -> None:
    assert expand("MA")[day] == name


@pytest.mark.parametrize("day", [date(2025, 3, 30), date(2025, 6, 6), date(2025, 9, 4)])
def test_estimates_that_ran_a_day_early_are_gone(day: date) -> None:
    assert day not in expand("MA")


def test_days_that_are_not_announced_yet_are_called_estimated() -> None:
    assert expand("MA")[date(2027, 3, 9)] == "Eid al-Fitr (estimated)"


def test_every_correction_names_its_source_and_corrects_something() -> None:
    for change in overrides():
        assert change.source.startswith("https://")
        known = expand(change.calendar).get(change.date, "")
        assert (change.name in known.split("; ")) == (change.action == "add"), change


def test_a_correction_touches_only_its_own_name_on_a_day_with_two() -> None:
    day = date(2027, 8, 14)
    both = {day: "Oued Ed-Dahab Day; Prophet's Birthday (estimated)"}
    gone = Override("MA", day, "Prophet's Birthday (estimated)", "remove", "https://example.org")
    assert corrected(both, [gone]) == {day: "Oued Ed-Dahab Day"}
    back = Override("MA", day, "Prophet's Birthday", "add", "https://example.org")
    assert corrected(both, [gone, back]) == {day: "Oued Ed-Dahab Day; Prophet's Birthday"}
    last = Override("MA", day, "Oued Ed-Dahab Day", "remove", "https://example.org")
    assert corrected(both, [gone, last]) == {}


@pytest.mark.parametrize(
    ("code", "near"),
    [
        *(("be", '"BE"'), ("BE-flemisch", '"BE-Flemish"'), ("", "BE"), ("MA-", "MA")),
        *(("Morocco", 'did you mean "MA"?'), ("united kingdom", 'did you mean "GB"?')),
    ],
)
def test_an_unknown_code_is_refused_with_the_nearest_ones(code: str, near: str) -> None:
    with pytest.raises(ValueError, match="no calendar of public holidays") as caught:
        expand(code)
    assert near in str(caught.value)


def test_the_library_of_holidays_is_loaded_on_use_only() -> None:
    code = "import sys, data.calendar.holidays; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("code", ["BE-BRU", "BE-VLG", "BE-WAL", "be-bru", "BEL-VLG", "BE_WAL"])
def test_a_country_without_regions_says_so(code: str) -> None:
    with pytest.raises(ValueError, match="is no calendar of public holidays; BE has no regions"):
        expand(code)


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        *(("BEL", "BE"), ("Belgium", "BE"), ("Belgique", "BE"), ("België", "BE"), ("be", "BE")),
        *(("Maroc", "MA"), ("MAR", "MA"), ("UK", "GB"), ("Pays-Bas", "NL"), ("fr-BE", "BE")),
        *(("ES-CAT", "ES-CT"), ("DE-Bayern", "DE-BY"), ("es-ct", "ES-CT"), ("GB-SCO", "GB-SCT")),
    ],
)
def test_what_people_write_for_a_country_or_region_is_read(code: str, meant: str) -> None:
    with pytest.raises(ValueError, match="no calendar of public holidays") as caught:
        expand(code)
    assert f'did you mean "{meant}"?' in str(caught.value)


@pytest.mark.parametrize("code", ["FR-IDF", "DE-XX", "GB-LON", "MA-CAS", "NL-NH", "US-QQ"])
def test_no_region_of_another_country_is_suggested(code: str) -> None:
    with pytest.raises(ValueError, match="no calendar of public holidays") as caught:
        expand(code)
    words = str(caught.value).removesuffix(' (a country as "BE", or with its region as "ES-CT")')
    suggested = {x[:2] for x in words.split('"')[3::2]} - {code[3:5]}
    assert suggested == {code[:2]}
