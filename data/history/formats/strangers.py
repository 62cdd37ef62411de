"""Files that are no history, or history in a form that says too little: each with its sentence."""

import re

from data.history.formats.head import Columns, Head, folded

FORECAST = "a forecast is not history: import the calls that came"
FORECASTS = {  # folded
    *("forecast", "forecast calls", "forecasted", "prevision", "prevu", "appels prevus"),
    *("prognose", "verwacht", "verwachte oproepen", "erwartete anrufe", "expected calls"),
}
CAME = {"offered", "answered", "handled", "actual", "presented", "calls offered", "appels recus"}
_CALABRIO = (re.compile(r"\D.*"), *(re.compile(r"\d{8} \d{1,2}:\d\d"),) * 2, re.compile(r"[\d.]+"))


def stranger(head: Head) -> str | None:
    """Why a table of a known kind is not read; None where it is not known."""
    for _, cells in head.headers():
        if said := _by_header(Columns(cells), {folded(x) for x in cells}):
            return said
    return _without_header(head)


def _by_header(columns: Columns, names: set[str]) -> str | None:
    if {"queueid", "incomingcontactvolume"} <= names and "contactshandled" not in names:
        return f"an Amazon Connect forecast or override (no ContactsHandled); {FORECAST}"
    injixo = {"timestamp", "offered", "aht"} <= {x.removesuffix(" text") for x in names}
    if injixo and not names & {"queue", "answered", "abandoned"}:
        return f"an injixo forecast; {FORECAST}"
    if {"offered mean", "offered p50"} & names:
        return f"a forecast or staffing file of this service; {FORECAST}"
    if names & FORECASTS and not names & CAME:
        return f"a table of forecasts; {FORECAST}"
    return _call_log(columns, names)


def _call_log(columns: Columns, names: set[str]) -> str | None:
    mapped = "describe it in a mapping: relais history describe"
    if "full export completed" in names:
        return f"a Genesys Cloud export of interactions: export the queue view, or {mapped}"
    if {"master contact id"} & names:
        return f"a CXone call log, whose columns differ by account: {mapped}"
    if {"calldate", "disposition"} <= names:
        return "an Asterisk call record (CDR): a queue answers for its agents in it; use queue_log"
    if {"ringing", "talking"} <= names and columns.find("from", "caller id") is not None:
        return f"a 3CX call log, which names no queue by itself: {mapped}"
    if "calluniversaltimestring" in names:
        return f"a Vocalcom call log: {mapped}"
    if {"callsid", "ring groups"} <= names or {"interaction id", "in business hours?"} <= names:
        return f"a Talkdesk call log: {mapped}"
    if {"completion status", "exceeded queue wait time"} <= names:
        return f"a Zendesk Talk call log: {mapped}"
    return None


def _without_header(head: Head) -> str | None:
    rows = [tuple(y.strip() for y in x) for x in head.records]
    if not rows:
        return None
    fits = all(
        len(x) in (6, 7) and all(p.fullmatch(y) for p, y in zip(_CALABRIO, x, strict=False))
        for x in rows
    )
    return f"a Calabrio forecast; {FORECAST}" if fits else None
