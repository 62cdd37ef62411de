"""One row a call, or an event a line: counted into the half-hours the calls came in."""

from datetime import UTC, datetime

import numpy as np
import pytest

from data.history.reading.file import HistoryFile, Reading, read_files
from data.history.series_rows import SeriesRows
from tests.data.history.history_cases import BRUSSELS, make_plan

NOW = datetime(2025, 11, 1, tzinfo=UTC)
NINE = int(datetime(2025, 3, 3, 8, 0, tzinfo=UTC).timestamp())  # in Brussels
HALF_HOUR = 1800

FIVE9 = """\
CALL ID,TIMESTAMP,CAMPAIGN,SKILL,CALL TYPE,AGENT,QUEUE WAIT TIME,TALK TIME,\
AFTER CALL WORK TIME,ABANDONED
301,"Mon, 03 Mar 2025 09:05:10",BE,billing-fr,Inbound,jd,00:00:18.250,00:04:20,00:00:50,0
302,"Mon, 03 Mar 2025 09:12:00",BE,billing-fr,Inbound,[None],00:00:45.000,,,1
303,"Mon, 03 Mar 2025 09:14:00",BE,,Outbound,jd,00:00:00.000,00:01:00,00:00:00,
304,"Mon, 03 Mar 2025 09:31:00",BE,billing-fr,Inbound,as,00:00:05.000,00:03:00,00:00:30,0
304,"Mon, 03 Mar 2025 09:34:00",BE,billing-fr,Inbound,jd,00:00:00.000,00:02:00,00:00:10,0
"""
AIRCALL = """\
line,datetime (UTC),direction,answered,missed_call_reason,duration (in call),call id,\
waiting time,time in ivr
Billing FR,2025-03-03 08:05:10,inbound,Yes,,280,CA1,00:00:30,00:00:12
Billing FR,2025-03-03 08:12:00.083,inbound,No,abandoned_in_classic,,CA2,00:01:00,00:00:15
Billing FR,2025-03-03 08:20:00,outbound,Yes,,191,CA3,00:00:07,
Billing FR,2025-03-03 08:41:00,inbound,No,no_available_agent,,CA4,00:03:37,00:01:02
"""
QUEUE_LOG = """\
1740988800|NONE|NONE|NONE|QUEUESTART|
1740989100|c1|billing-fr|NONE|ENTERQUEUE||4000001|1
1740989106|c1|billing-fr|SIP/2|RINGNOANSWER|6000
1740989118|c1|billing-fr|SIP/1|CONNECT|18|c1b|6
1740989410|c1|billing-fr|SIP/1|COMPLETECALLER|18|292|1
1740989520|c2|billing-fr|NONE|ENTERQUEUE||4000002|1
1740989565|c2|billing-fr|NONE|ABANDON|1|1|45
1740990590|c3|billing-fr|NONE|ENTERQUEUE||4000003|1
1740990620|c3|billing-fr|SIP/1|CONNECT|30|c3b|5
1740990860|c3|billing-fr|SIP/1|BLINDTRANSFER|700|in|30|240|1
1740991200|c4|billing-fr|NONE|ENTERQUEUE||4000004|1
1740991500|c4|billing-fr|NONE|EXITWITHTIMEOUT|1|1|300
1740992300|c6|billing-fr|NONE|ENTERQUEUE||4000006|1
"""
WORDED = """\
Appel;Date;Heure d'arrivée;File;Répondu;Attente;Conversation;Post-appel
1;03/03/2025;09:05:10;billing-fr;oui;18;260;50
2;03/03/2025;09:12:00;billing-fr;non;45;;
3;13/03/2025;09:31:00;billing-fr;oui;5;180;30
"""


def read(text: str, zone: str | None = BRUSSELS) -> HistoryFile:
    plan = make_plan(hours=(9 * 60, 10 * 60))
    (file,) = read_files(text.encode(), "calls", plan, Reading(timezone=zone, now=NOW))
    return file


def of(text: str, start: int) -> tuple[int, int, int, float, float]:
    """What was read of one half-hour: offered, answered, abandoned, AHT, waits."""
    (series,) = read(text).series()
    (at,) = np.flatnonzero(series.starts == start)
    return _figures(series, int(at))


def _figures(series: SeriesRows, at: int) -> tuple[int, int, int, float, float]:
    offered, answered, abandoned = series.offered, series.answered, series.abandoned
    seconds = (float(series.aht_seconds[at]), float(series.wait_seconds[at]))
    return int(offered[at]), int(answered[at]), int(abandoned[at]), *seconds


@pytest.mark.parametrize(
    ("text", "profile", "first", "second"),
    [
        (FIVE9, "five9", (2, 1, 1, 310.0, 63.25), (1, 1, 0, 340.0, 5.0)),
        (AIRCALL, "aircall", (2, 1, 1, 280.0, 63.0), (1, 0, 1, np.nan, 155.0)),
        (QUEUE_LOG, "asterisk", (3, 2, 1, 266.0, 93.0), (1, 0, 0, np.nan, 300.0)),
    ],
    ids=["five9", "aircall", "asterisk"],
)
def test_calls_count_in_the_half_hour_they_came_in(
    text: str, profile: str, first: tuple[float, ...], second: tuple[float, ...]
) -> None:
    assert read(text).profile == profile
    assert of(text, NINE) == pytest.approx(first, nan_ok=True)
    assert of(text, NINE + HALF_HOUR) == pytest.approx(second, nan_ok=True)


def test_a_call_still_open_when_the_log_ends_is_left_out_and_told() -> None:
    assert any('"still open when the file ends"' in x for x in read(QUEUE_LOG).warnings)


def test_calls_out_and_legs_of_calls_are_left_out_and_told() -> None:
    assert any('1 rows with CALL TYPE "Outbound"' in x for x in read(FIVE9).warnings)


def test_a_table_of_calls_in_plain_words_is_counted_with_its_quiet_half_hours() -> None:
    file = read(WORDED)
    (series,) = file.series()
    assert file.profile == "calls"
    assert (series.offered.sum(), series.answered.sum(), series.abandoned.sum()) == (3, 2, 1)
    assert len(series) == 2 * 11  # of each open hour from the 3rd to the 13th
    assert (series.wait_seconds[series.offered == 0] == 0).all()


def test_a_time_of_answer_without_a_day_is_of_the_calls_day_or_the_next() -> None:
    text = (
        "Call ID,Call Date,Call Time,Time Answered,Queue\n"
        "1,2025-03-03,09:05:10,09:05:28,billing-fr\n2,2025-03-03,09:20:00,,billing-fr\n"
        "3,2025-03-03,23:59:50,00:00:10,billing-fr\n"
    )
    (series,) = read(text).series()
    nine, midnight = np.flatnonzero(series.offered)
    assert (series.offered[nine], series.answered[nine]) == (2, 1)
    assert (series.answered[midnight], series.wait_seconds[midnight]) == (1, 20)
