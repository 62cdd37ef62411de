"""What people's files are like: words, typed cells, feet, several lengths; and what is refused."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.history.reading.file import HistoryFile, HistoryRefusedError, Reading, read_files
from tests.data.history.history_cases import BRUSSELS, make_plan, read, rows, taken

NOW = datetime(2025, 11, 1, tzinfo=UTC)
HEADER = "interval_start,queue,offered"


def read_as(text: str, reading: Reading | None = None) -> HistoryFile:
    asked = reading or Reading(timezone=BRUSSELS, now=NOW)
    (file,) = read_files(text.encode(), "f.csv", make_plan(), asked)
    return file


@pytest.mark.parametrize(
    "header",
    [
        "Date;Heure;File d'attente;Appels reçus",
        "Date;Début;File d\u2019attente;Appels présentés",
        "Date;Heure début;File;Appels offerts",
        "Jour;Tranche horaire;File;Appels entrants",
        "Datum;Van;Wachtrij;Aangeboden",
        "Datum;Von;Warteschlange;Angebotene Anrufe",
        "Datum;Tijdvak;Wachtrij;Aangeboden",
        "Datum;Intervall;Warteschlange;Alle Anrufe",
        "Date;Plage horaire;File;Appels reçus",
    ],
)
def test_the_usual_words_of_four_languages_are_known(header: str) -> None:
    found = taken(read_as(f"{header}\n13/03/2025;9:00;billing-fr;40\n"))
    assert (found.queue, found.offered) == (["billing-fr"], [40])


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("2025-03-13 00:00:00", "09:00:00"),
        ("13/03/2025 00:00", "9:00"),
        ("45729", "0.375"),
        ("13/03/2025", "30/12/1899 09:00:00"),
        ("jeudi 13/03/2025", "9:00"),
        ("13/03/2025", "0900"),
    ],
)
def test_a_typed_date_beside_a_typed_time_is_that_day_at_that_time(day: str, time: str) -> None:
    file = read_as(f"Date;Heure;File;Appels reçus\n{day};{time};billing-fr;40\n")
    nine = int(datetime(2025, 3, 13, 8, tzinfo=UTC).timestamp())
    assert taken(file).starts.tolist() == [nine]


def test_a_weekday_that_the_date_is_not_is_refused() -> None:
    assert read(rows('"Tue, 25 Aug 2025 08:00:00",billing-fr,4')).refused
    assert not read(rows('"Mon, 25 Aug 2025 08:00:00",billing-fr,4')).refused


def test_years_of_two_digits_that_may_be_days_are_asked_for() -> None:
    (refusal,) = read(rows("25-08-27 08:00,billing-fr,4")).refused
    assert "four digits" in refusal.reason


def test_feet_totals_and_repeated_headers_are_left_out_and_told() -> None:
    lines = [
        "2025-03-13 09:00,billing-fr,40",
        HEADER,
        "2025-03-13 09:30,billing-fr,31",
        "Page 1 sur 1,,",
        ",Eindtotaal,71",
    ]
    file = read(rows(*lines))
    assert (file.rows, file.refused) == (2, ())
    assert "3 rows of totals" in file.warnings[0]


def test_a_number_alone_in_its_row_is_refused_and_no_foot() -> None:
    file = read(rows("2025-03-13 09:00,billing-fr,40", ",,31"))
    assert [(x.row, x.column) for x in file.refused] == [(3, "interval_start"), (3, "queue")]


def test_a_name_unlike_all_is_told_of_the_aliases() -> None:
    (refusal,) = read(rows("2025-03-13 09:00,Klantendienst,40")).refused
    assert "add it to the aliases of one in the plan" in refusal.reason


def test_a_header_with_an_empty_last_column_needs_none_in_the_rows() -> None:
    assert read("interval_start,queue,offered,\n2025-03-13 09:00,billing-fr,40\n").rows == 1


def half_hours(queue: str, days: range, minutes: int = 30) -> list[str]:
    times = [f"{h:02d}:{m:02d}" for h in range(8, 18) for m in range(0, 60, minutes)]
    return [f"2025-06-{day:02d} {x},{queue},9" for day in days for x in times]


def test_one_queue_by_the_hour_beside_one_by_the_half_hour_is_refused() -> None:
    lines = half_hours("billing-fr", range(2, 7)) + half_hours("Contract-NL", range(2, 7), 60)
    with pytest.raises(HistoryRefusedError, match="60 minutes long"):
        read(rows(*lines))


def test_days_by_the_hour_among_days_by_the_half_hour_are_refused() -> None:
    lines = half_hours("billing-fr", range(2, 7)) + half_hours("billing-fr", range(9, 11), 60)
    with pytest.raises(HistoryRefusedError, match="an hour on 2 days from row 102"):
        read(rows(*lines))


def test_one_queue_by_the_quarter_beside_one_by_the_half_hour_is_added_up() -> None:
    lines = half_hours("billing-fr", range(2, 7), 15) + half_hours("Contract-NL", range(2, 7))
    file = read(rows(*lines))
    offered = {x.queue: set(x.offered.tolist()) for x in file.series()}
    assert offered == {"billing-fr": {18}, "Contract-NL": {9}}


def test_a_thousand_rows_refused_for_one_reason_are_said_once_with_their_number() -> None:
    lines = [f"2025-06-02 08:00,nobody{x % 2},9" for x in range(1000)]
    with pytest.raises(HistoryRefusedError) as caught:
        raise HistoryRefusedError(read(rows(*lines)).refused)
    said = str(caught.value).splitlines()
    assert len(said) == 3
    assert said[-1].endswith("(and 997 rows more)")


def test_a_mapping_with_a_zone_or_a_queue_that_is_none_is_refused(tmp_path: Path) -> None:
    mapping = tmp_path / "m.toml"
    columns = '[columns]\ninterval_start = "interval_start"\nqueue = "queue"\noffered = "offered"\n'
    text = rows("2025-03-13 09:00,a,40")
    for wrong, said in (
        ('[formats]\ntimezone = "Europe/Brussel"\n', 'did you mean "Europe/Brussels"'),
        ('[queues]\na = "biling-fr"\n', 'did you mean "billing-fr"'),
    ):
        mapping.write_text(columns + wrong)
        with pytest.raises(HistoryRefusedError, match=said):
            read_as(text, Reading(str(mapping), BRUSSELS, now=NOW))
