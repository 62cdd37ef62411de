"""A first mapping of a table, written by looking at it, for its owner to correct."""

import json
from collections.abc import Iterator

from data.history.formats.head import Head
from data.history.formats.worded import by_role
from data.history.formats.words import Role, role_of

KEYS: tuple[tuple[Role, str], ...] = (
    ("interval_start", "interval_start"),
    ("date", "date"),
    ("time", "time"),
    ("interval_end", "interval_end"),
    ("queue", "queue"),
    ("site", "site"),
    ("offered", "offered"),
    ("answered", "answered"),
    ("abandoned", "abandoned"),
    ("answered_in_time", "answered_in_time"),
    ("aht", "aht_seconds"),
    ("handle_total", "handle_total"),
    ("wait_total", "wait_seconds"),
)
CALL_KEYS: tuple[tuple[Role, str], ...] = (
    *KEYS[:3],
    *KEYS[4:6],
    ("call", "call"),
    ("answered", "answered"),
    ("answered_at", "answered_at"),
    ("abandoned", "abandoned"),
)
WAITS = ("mean_wait_of_offered", "mean_wait_of_answered", "mean_wait_of_abandoned")


def described(head: Head, queues: tuple[str, ...]) -> str:
    """The text of a mapping; ``queues`` are the plan's, to choose from."""
    at, cells = max(head.headers(), key=lambda x: sum(role_of(y) is not None for y in x[1]))
    found = by_role(cells)
    told = found["answered_at"] or found["call"] or found["talk"]
    calls = bool(told) and not found["offered"] and not _has_counts(head, at)
    lines = [
        f"# A first mapping of {head.name}, whose header is in row {head.lines[at]}: correct it,",
        "# then relais history import FILE --profile THIS.toml --dry-run",
        "",
        '[columns]  # several names are added up, as in ["ACD Calls", "Aban Calls"]',
        *_columns(cells, CALL_KEYS if calls else KEYS),
        *(_call_parts(cells) if calls else _waits(cells)),
        "",
        "[formats]",
        f'rows = "{"calls" if calls else "intervals"}"  # or "{"intervals" if calls else "calls"}"',
        '# timezone = "Europe/Brussels"  # the clock of times without offset',
        '# date_order = "day-first"  # or "month-first", where no date decides',
        '# decimal = ","',
        '# durations = "seconds"  # of plain numbers; or "milliseconds", "minutes", …',
        *_queues(cells, queues),
        *_left(head, at, cells),
    ]
    return "\n".join(lines) + "\n"


def _has_counts(head: Head, at: int) -> bool:
    """Whether a column of answered or abandoned has numbers of calls, and no yes or no."""
    found = by_role(tuple(x.strip() for x in head.records[at]))
    cells = [
        record[column].strip()
        for record in head.records[at + 1 :]
        for column in found["answered"] + found["abandoned"]
        if column < len(record)
    ]
    return any(x.isdecimal() and int(x) > 1 for x in cells)


def _columns(cells: tuple[str, ...], keys: tuple[tuple[Role, str], ...]) -> Iterator[str]:
    found = by_role(cells)
    for role, key in keys:
        if names := [cells[x] for x in found[role]]:
            others = f"  # or {', '.join(map(_quoted, names[1:]))}" if names[1:] else ""
            yield f"{key} = {_quoted(names[0])}{others}"
        elif role == "offered":
            yield '# offered = "…"  # which column has the calls that came?'
    if not found["aht"] and found["talk"] and ("aht", "aht_seconds") in keys:
        parts = [cells[x] for role in ("talk", "hold", "wrap") for x in found[role][:1]]
        yield f"aht_seconds = [{', '.join(map(_quoted, parts))}]  # means, added up"


def _call_parts(cells: tuple[str, ...]) -> Iterator[str]:
    found = by_role(cells)
    waits = [cells[x] for x in found["mean_wait"][:1] + found["wait_total"][:1]]
    handle = [cells[x] for role in ("talk", "hold", "wrap") for x in found[role][:1]]
    if waits and not found["answered_at"]:
        yield f"wait = {_quoted(waits[0])}"
    if handle:
        yield f"handle = [{', '.join(map(_quoted, handle))}]"


def _waits(cells: tuple[str, ...]) -> Iterator[str]:
    for at in by_role(cells)["mean_wait"][:1]:
        yield f"# {WAITS[0]} = {_quoted(cells[at])}  # whose mean is it? Or …_of_answered"


def _queues(cells: tuple[str, ...], queues: tuple[str, ...]) -> Iterator[str]:
    if by_role(cells)["queue"]:
        yield ""
        yield f"# [queues]  # names of the file that are none of the plan: {', '.join(queues[:8])}"
        yield f'# "Billing French" = "{queues[0] if queues else "billing-fr"}"'
        return
    yield ""
    yield "[always]  # no column names the queue"
    only = queues[0] if len(queues) == 1 else ""
    yield f'queue = "{only}"' if only else f'# queue = "…"  # one of {", ".join(queues[:8])}'


def _left(head: Head, at: int, cells: tuple[str, ...]) -> Iterator[str]:
    left = [x for x in cells if x and role_of(x) in (None, "no", "direction")]
    if left:
        yield ""
        yield f"# left: {', '.join(left)}"
    for record in head.records[at + 1 : at + 4]:
        yield f"# e.g. {head.delimiter.join(record)}"


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
