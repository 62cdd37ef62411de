"""Call logs of Five9 and Aircall: one row a call, or a leg of one.

Neither form is documented as a whole; the columns are those of public logs (their meaning: Aircall
support, "Analytics: Call attributes").
"""

from data.history.formats.head import Columns, Head
from data.history.formats.layout import CallParts, Flag, Keep, Layout, Named, When

GAVE_UP = frozenset(
    {"abandoned in classic", "short abandoned", "no available agent", "agents did not answer"}
)
NEVER_QUEUED = frozenset({"out of opening hours", "abandoned in ivr"})


def five9(head: Head) -> Layout | None:
    """A Five9 call log, or inbound call log."""
    found = head.header_with("CALL ID", "TIMESTAMP", "QUEUE WAIT TIME", "TALK TIME")
    if found is None:
        return None
    at, cells = found
    columns = Columns(cells)
    kind, agent, gave_up = (columns.find(x) for x in ("CALL TYPE", "AGENT", "ABANDONED"))
    answered = Flag(columns.need("TALK TIME"), "longer_than_zero")
    return Layout(
        profile="five9",
        label="a Five9 call log",
        header=at + 1,
        columns=cells,
        when=When((columns.need("TIMESTAMP"),)),
        queue=Named(columns.need("SKILL", "CAMPAIGN", "CALL ID")),
        measures=CallParts(
            answered=answered if agent is None else Flag(agent, "filled"),
            call_id=columns.need("CALL ID"),
            abandoned=None if gave_up is None else Flag(gave_up, "word"),
            waits=(columns.need("QUEUE WAIT TIME"),),
            handle=columns.all(("TALK TIME", "AFTER CALL WORK TIME")),
        ),
        keeps=() if kind is None else (Keep(kind, frozenset({"inbound"})),),
        notes=("AHT is talk and after-call work; whether talk holds hold is not documented",),
    )


def aircall(head: Head) -> Layout | None:
    """An Aircall export of calls; its UTC column is the one clock that is sure."""
    found = head.header_with("line", "direction", "answered", "datetime (UTC)")
    if found is None:
        return None
    at, cells = found
    columns = Columns(cells)
    reason, handle = columns.find("missed_call_reason"), ("duration (in call)", "in-call duration")
    return Layout(
        profile="aircall",
        label="an Aircall export of calls",
        header=at + 1,
        columns=cells,
        when=When((columns.need("datetime (UTC)"),), zone="UTC"),
        queue=Named(columns.need("line")),
        measures=CallParts(
            answered=Flag(columns.need("answered"), "word"),
            call_id=columns.find("call id"),
            abandoned=None if reason is None else Flag(reason, "word", GAVE_UP, NEVER_QUEUED),
            waits=columns.all(("waiting time",)),
            not_waits=columns.all(("time in ivr",)),
            handle=columns.all(handle)[:1],
        ),
        keeps=(Keep(columns.need("direction"), frozenset({"inbound"})),),
        notes=("AHT is talk alone: Aircall tells no after-call work",),
    )
