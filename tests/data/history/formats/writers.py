"""Each form as its switch would write it, from rows whose every figure is known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from data.calendar.clock import EPOCH

HALF_HOUR = 1800


@dataclass(frozen=True, slots=True)
class Written:
    """A half-hour of a queue; waits are whole seconds a caller, so that every form can say them."""

    start: int  # UTC epoch seconds
    queue: str
    answered: int
    abandoned: int
    in_time: int
    aht: int
    mean_wait: int

    @property
    def offered(self) -> int:
        """All who called."""
        return self.answered + self.abandoned


@dataclass(frozen=True, slots=True)
class Form:
    """How a form writes rows, and which figures come back from it."""

    profile: str
    write: Callable[[list[Written], str], str]  # rows by start, and the zone of its clock
    says: frozenset[str]
    in_utc: bool = False


def shown(instant: int, zone: str) -> datetime:
    """What the clock of a zone shows."""
    return (EPOCH + timedelta(seconds=instant)).astimezone(ZoneInfo(zone))


def standard(rows: list[Written], zone: str) -> str:
    figures = "answered,abandoned,answered_in_time,aht_seconds,wait_seconds"
    lines = [f"interval_start,queue,offered,{figures}"]
    for x in rows:
        wait = x.mean_wait * x.offered
        aht = x.aht if x.answered else ""
        lines.append(
            f"{shown(x.start, zone):%Y-%m-%d %H:%M},{x.queue},{x.offered},{x.answered},"
            f"{x.abandoned},{x.in_time},{aht},{wait}"
        )
    return _text(lines)


def genesys_import(rows: list[Written], zone: str) -> str:
    """Quarter-hours in UTC, the calls of a half-hour parted over two of them."""
    lines = [
        "Interval Start UTC Date,Queue,Media Type,Skill Set,Language,Offered,"
        "Interactions Handled,Total Handle Time (Seconds)"
    ]
    for x in rows:
        for part in (0, 1):
            at = EPOCH + timedelta(seconds=x.start + 900 * part)
            offered, answered = (_part(n, part) for n in (x.offered, x.answered))
            lines.append(
                f"{at:%Y-%m-%dT%H:%M:%SZ},{x.queue},Voice,a|||b,,{offered},{answered},"
                f"{answered * x.aht}"
            )
    return _text(lines)


def genesys_view(rows: list[Written], zone: str) -> str:
    lines = [
        "Interval Start,Interval End,Interval Complete,Filters,Media Type,Queue Id,Queue Name,"
        "Offer,Answer,Abandon,ASA,Avg Wait,Avg Handle"
    ]
    for x in rows:
        start, end = (_american(t, zone) for t in (x.start, x.start + HALF_HOUR))
        aht = x.aht * 1000 if x.answered else ""
        lines.append(
            f"{start},{end},TRUE,,voice,q-1,{x.queue},{x.offered},{x.answered},{x.abandoned},"
            f"{x.mean_wait * 1000},{x.mean_wait * 1000},{aht}"
        )
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + _text(lines, "\r\n")


def amazon_connect(rows: list[Written], zone: str) -> str:
    lines = [
        "QueueName,QueueId,ChannelType,TimeStamp,IntervalDuration,IncomingContactVolume,"
        "AverageHandleTime,ContactsHandled"
    ]
    for x in rows:
        at = EPOCH + timedelta(seconds=x.start)
        aht = x.aht if x.answered else ""
        lines.append(
            f"{x.queue},id,VOICE,{at:%Y-%m-%dT%H:%M:%SZ},30mins,{x.offered},{aht},{x.answered}"
        )
    return _text(lines)


def nice_iex(rows: list[Written], zone: str) -> str:
    lines = [
        "#fields:date|period|TZ|ctID|queueName|contactsReceived|handledBeforeSL|handledAfterSL|"
        "abandBeforeSL|abandAfterSL|avgHandleTime|avgDelay"
    ]
    for x in rows:
        at = shown(x.start, zone)
        aht = x.aht if x.answered else ""
        lines.append(
            f"{at:%m%d%Y}|{at:%H:%M}|{zone}|7|{x.queue}|{x.offered}|{x.in_time}|"
            f"{x.answered - x.in_time}|0|{x.abandoned}|{aht}|{x.mean_wait}"
        )
    return _text(lines)


def avaya_cms(rows: list[Written], zone: str) -> str:
    """A block a queue and day, its title lines above it, AM and PM with the ends alone."""
    lines: list[str] = []
    header = '"Time","","","Avg Speed Ans","Avg Aban Time","ACD Calls","Avg ACD Time",'
    ordered = sorted(rows, key=lambda x: x.queue)
    for (queue, day), block in groupby(
        ordered, key=lambda x: (x.queue, shown(x.start, zone).date())
    ):
        lines += ["Split/Skill Interval", f'"Date: {day.month}/{day.day}/{day.year}"']
        lines += [f'"Split/Skill: {queue}"', "", header + '"Avg ACW Time","Aban Calls","Flow Out"']
        lines.append('"Totals","","",":15",":39","64","4:07",":50","7","0"')
        for x in block:
            start, end = (_twelve(shown(t, zone)) for t in (x.start, x.start + HALF_HOUR))
            acd = f"{(x.aht - 10) // 60}:{(x.aht - 10) % 60:02d}" if x.answered else ":00"
            acw = ":10" if x.answered else ":00"
            wait = f":{x.mean_wait:02d}"
            lines.append(
                f'"{start[:-2]}","-","{end}","{wait}","{wait}","{x.answered}","{acd}","{acw}",'
                f'"{x.abandoned}","0"'
            )
        lines.append("")
    return _text(lines)


def cisco_cuic(rows: list[Written], zone: str) -> str:
    lines = ["", "CSQ Name,Interval Start Time,Interval End Time,Calls Presented,Calls Handled,"]
    lines[1] += "Calls Abandoned,Avg Queue Time,Avg Handle Time"
    for x in rows:
        start, end = (_american(t, zone, ":00") for t in (x.start, x.start + HALF_HOUR))
        aht = f"0:{x.aht // 60:02d}:{x.aht % 60:02d}" if x.answered else ""
        lines.append(
            f"{x.queue},{start},{end},{x.offered},{x.answered},{x.abandoned},"
            f"0:00:{x.mean_wait:02d},{aht}"
        )
    lines += ["", f"Grand Row Count: {len(rows)},,,1,1,1,,"]
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + _text(lines, "\r\n")


def calabrio(rows: list[Written], zone: str) -> str:
    lines = []
    for x in rows:
        at, wait = shown(x.start, zone), x.mean_wait * x.offered
        talk = x.answered * (x.aht - 10)
        lines.append(
            f"30;{at:%Y%m%d};{at:%H:%M};101;{x.queue};{x.offered};0;{x.abandoned};0;{x.answered};"
            f"{wait};0;{talk};{x.answered * 10};60;70;8;{x.in_time};940;0;0"
        )
    return _text(lines)


def french_table(rows: list[Written], zone: str) -> str:
    """What a planner in Liège keeps: day first, decimal commas, a title and a total."""
    head = "Date;Heure;File;Appels présentés;Appels traités;Appels abandonnés;DMT;Attente totale"
    lines = ["sep=;", "Rapport;;;;;;;", ";;;;;;;", head]
    for x in rows:
        at = shown(x.start, zone)
        aht = f"{x.aht},0" if x.answered else ""
        lines.append(
            f"{at:%d/%m/%Y};{at.hour}:{at:%M};{x.queue};{x.offered};{x.answered};{x.abandoned};"
            f"{aht};{x.mean_wait * x.offered}"
        )
    return _text([*lines, ";;;;;;;", "Total;;;1 040;1;1;;"], "\r\n")


ALL = frozenset({"answered", "abandoned", "answered_in_time", "aht_seconds", "wait_seconds"})
NOT_IN_TIME = ALL - {"answered_in_time"}
HANDLED = frozenset({"answered", "aht_seconds"})
FORMS = (
    Form("standard", standard, ALL),
    Form("genesys-import", genesys_import, HANDLED, in_utc=True),
    Form("genesys-view", genesys_view, NOT_IN_TIME),
    Form("amazon-connect", amazon_connect, HANDLED, in_utc=True),
    Form("nice-iex", nice_iex, ALL),
    Form("avaya-cms", avaya_cms, NOT_IN_TIME),
    Form("cisco-cuic", cisco_cuic, NOT_IN_TIME),
    Form("calabrio", calabrio, ALL),
    Form("table", french_table, NOT_IN_TIME),
)


def _part(count: int, part: int) -> int:
    return count // 3 if part == 0 else count - count // 3


def _american(instant: int, zone: str, seconds: str = "") -> str:
    at = shown(instant, zone)
    return f"{at.month}/{at.day}/{at:%y} {_twelve(at, seconds, ' ')}"


def _twelve(at: datetime, seconds: str = "", blank: str = "") -> str:
    half = "AM" if at.hour < 12 else "PM"
    return f"{at.hour % 12 or 12}:{at:%M}{seconds}{blank}{half}"


def _text(lines: list[str], end: str = "\n") -> str:
    return end.join([*lines, ""])
