"""What a table is taken for, and what is no history: in a sentence each."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.history.formats.description import described
from data.history.reading.file import HistoryRefusedError, Reading, head_of, read_files
from data.history.source.file import opened_file
from tests.data.history.history_cases import BRUSSELS, make_plan, taken

NOW = datetime(2025, 11, 1, tzinfo=UTC)
SAMPLE = (
    "Date,Interval,ACD Calls,Calls Handled,Calls Aband,% Answered,Avg Talk Time,Target Seconds\n"
    "13/03/2025,09:00-09:30,40,34,6,85.00,240,20\n"
)


def refusal(text: str, profile: str = "auto") -> str:
    with pytest.raises(HistoryRefusedError) as caught:
        read_files(text.encode(), "f.csv", make_plan(), Reading(profile, BRUSSELS, now=NOW))
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "QueueName,QueueId,ChannelType,TimeStamp,IntervalDuration,IncomingContactVolume,"
            "AverageHandleTime\nq,1,VOICE,2025-03-03T08:00:00Z,30mins,40,310\n",
            "Amazon Connect forecast or override",
        ),
        ("Timestamp;Offered;AHT\n2025-03-03 09:00;40;310\n", "injixo forecast"),
        ("Billing FR,20250303 09:00,20250303 09:15,20,240.5,55.25\n", "Calabrio forecast"),
        (
            "interval_start,queue,offered_mean,offered_p10,offered_p50\n2025,q,1,1,1\n",
            "of this service",
        ),
        (
            "Interval Start,Interval End,Interval Complete,Filters,Media Type,Agent Id,Agent Name\n"
            "3/3/25,3/3/25,TRUE,,voice,1,Jane\n",
            "view of agents",
        ),
        ("Datum;Tijd;Wachtrij;Verwachte oproepen\n13/03/2025;9:00;q;40\n", "a table of forecasts"),
        ("Call Time,From,To,Direction,Status,Ringing,Talking\n1,2,3,4,5,6,7\n", "3CX call log"),
        ("calldate,src,dst,disposition\n1,2,3,4\n", "use queue_log"),
        (
            "10262025|01:30|Urgent|6|5\n10262025|02:00|Urgent|6|5\n",
            "no #fields line to name",
        ),
        ("CALL IDS,TIME STAMP,QUEUE WAIT,TALK\n1,2,3,4\n", "the nearest is five9"),
    ],
)
def test_what_is_no_history_is_refused_in_a_sentence(text: str, reason: str) -> None:
    said = refusal(text)
    assert reason in said
    assert len(said.splitlines()) == 1


def test_a_table_that_names_no_queue_is_told_what_it_lacks_and_what_its_columns_seem() -> None:
    said = refusal(SAMPLE)
    assert "no column of queues" in said
    assert '"Calls Handled" is answered' in said
    assert "Target Seconds" not in said
    assert "relais history describe" in said


def test_another_form_than_the_one_that_was_said_is_refused() -> None:
    assert "not a calabrio file" in refusal(SAMPLE, "calabrio")
    assert 'did you mean "five9"' in refusal(SAMPLE, "five")


def test_a_mapping_that_was_described_and_completed_reads_the_table(tmp_path: Path) -> None:
    with opened_file(SAMPLE.encode(), "f.csv") as tables:
        text = described(head_of(tables[0]), ("billing-fr", "Contract-NL"))
    completed = text.replace('# offered = "…"', 'offered = "ACD Calls"').replace(
        'answered = "ACD Calls"', 'answered = "Calls Handled"'
    )
    mapping = tmp_path / "acd.toml"
    mapping.write_text(completed.replace('# queue = "…"', 'queue = "billing-fr"'))
    reading = Reading(str(mapping), BRUSSELS, now=NOW)
    (file,) = read_files(SAMPLE.encode(), "f.csv", make_plan(), reading)
    found = taken(file)
    assert (found.offered, found.answered, found.abandoned) == ([40], [34], [6])
    assert found.queue == ["billing-fr"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[columns]\ndate = "Date"\noffred = "ACD Calls"\n', 'did you mean "offered"'),
        (
            '[columns]\ndate = "Dat"\noffered = "ACD Calls"\n[always]\nqueue = "billing-fr"\n',
            '"Date"',
        ),
        ('[columns]\ndate = "Date"\noffered = "ACD Calls"\n', "which queue?"),
        ('[columns]\nqueue = "Date"\noffered = "ACD Calls"\n', "where does the time stand?"),
        ('[columns]\ndate = "Date"\nqueue = "Date"\n', "which column has the calls offered?"),
        ("[columns\n", "not TOML"),
        ('[columns]\ndate = "Date"\n[formats]\ndurations = "hours ago"\n', "formats.durations"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_named(tmp_path: Path, text: str, reason: str) -> None:
    mapping = tmp_path / "acd.toml"
    mapping.write_text(text)
    assert reason in refusal(SAMPLE, str(mapping))


def test_a_mapping_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(SAMPLE, str(tmp_path / "none.toml"))
