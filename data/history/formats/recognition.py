"""Which form a table has: found by its signature, or said by its owner."""

from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

from data.history.formats.head import Head, folded
from data.history.formats.layout import Layout
from data.history.formats.mapping import mapped
from data.history.formats.standard import OPTIONAL, REQUIRED, standard
from data.history.formats.strangers import stranger
from data.history.formats.unknown import UnknownFormError
from data.history.formats.vendors.amazon import HEADER, amazon_connect
from data.history.formats.vendors.asterisk import queue_log
from data.history.formats.vendors.avaya import avaya_cms
from data.history.formats.vendors.calabrio import calabrio
from data.history.formats.vendors.call_logs import aircall, five9
from data.history.formats.vendors.cisco import cisco_cuic
from data.history.formats.vendors.genesys import IMPORT, VIEW, planning_import, queue_view
from data.history.formats.vendors.iex import nice_iex
from data.history.formats.worded import worded_calls, worded_table
from data.history.formats.words import roles
from data.suggestion import suggestion

Form = Callable[[Head], Layout | None]

NAMED: dict[str, Form] = {
    "standard": standard,
    "nice-iex": nice_iex,
    "asterisk": queue_log,
    "calabrio": calabrio,
    "genesys-import": planning_import,
    "genesys-view": queue_view,
    "amazon-connect": amazon_connect,
    "cisco-cuic": cisco_cuic,
    "avaya-cms": avaya_cms,
    "five9": five9,
    "aircall": aircall,
}
GENERAL: dict[str, Form] = {"calls": worded_calls, "table": worded_table}
PROFILES = ("auto", *NAMED, *GENERAL)
SIGNS = {  # of headers, to name the nearest form
    "standard": (*REQUIRED, *OPTIONAL),
    "genesys-import": IMPORT,
    "genesys-view": (*VIEW, "Queue Name", "Offer", "Answer", "Avg Handle"),
    "amazon-connect": HEADER,
    "cisco-cuic": ("CSQ Name", "Interval Start Time", "Calls Presented", "Calls Handled"),
    "avaya-cms": ("ACD Calls", "Avg ACD Time", "Aban Calls", "Avg Speed Ans"),
    "five9": ("CALL ID", "TIMESTAMP", "QUEUE WAIT TIME", "TALK TIME"),
    "aircall": ("line", "direction", "answered", "datetime (UTC)"),
}
ALIKE = 0.6  # of a name's letters in the same order
DESCRIBE = "relais history describe FILE writes a mapping to correct"


def recognised(head: Head, profile: str) -> Layout:
    """The layout of a table; UnknownFormError says in a sentence why it is not read."""
    if not head.records:
        raise UnknownFormError([(1, "file", "", "it is empty: the first line names the columns")])
    if profile == "auto":
        return _found(head)
    if profile.endswith(".toml"):
        return mapped(head, Path(profile))
    form = {**NAMED, **GENERAL}.get(profile)
    if form is None:
        reason = f"no profile and no mapping: {suggestion(profile, PROFILES)}"
        raise UnknownFormError([(1, "--profile", profile, reason)])
    layout = form(head)
    if layout is None:
        raise UnknownFormError(
            [(head.lines[0], "file", "", f"not a {profile} file: {_said(head)}")]
        )
    return layout


def named_form(head: Head) -> Layout | None:
    """The layout of a table whose form has a name; None for every other."""
    try:
        return next(filter(None, (form(head) for form in NAMED.values())), None)
    except UnknownFormError:
        return None


def _found(head: Head) -> Layout:
    if said := stranger(head):
        raise UnknownFormError([(head.lines[0], "file", "", said)])
    for form in (*NAMED.values(), *GENERAL.values()):
        if (layout := form(head)) is not None:
            return layout
    raise UnknownFormError([(head.lines[0], "file", "", f"no form that is known: {_said(head)}")])


def _said(head: Head) -> str:
    """What the table is likest to, and what is wanting, in a sentence."""
    if said := stranger(head):
        return said
    if head.delimiter == "|":
        return f"pipes and no #fields line to name the columns: export it with; {DESCRIBE}"
    at, cells = max(head.headers(), key=lambda x: len(list(roles(x[1]))))
    words: set[str] = {role for _, role in roles(cells)}
    if len(words) >= 3 and words & {"offered", "answered", "answered_at"}:
        wanting = [name for name, known in _wanted(words) if not known]
        lacks = f" has no column of {' and no column of '.join(wanting)}" if wanting else ""
        more = lacks or " says some figures twice over"
        meant = ", ".join(f'"{cells[x]}" is {y.replace("_", " ")}' for x, y in roles(cells))
        return f"row {head.lines[at]} looks like a header ({meant}) that{more}; {DESCRIBE}"
    nearest = max(SIGNS, key=lambda name: _likeness(name, cells))
    if _likeness(nearest, cells):
        return (
            f"the nearest is {nearest}, with columns {', '.join(SIGNS[nearest][:4])} …; {DESCRIBE}"
        )
    return f"no row looks like a header with a time, a queue and calls; {DESCRIBE}"


def _wanted(words: set[str]) -> tuple[tuple[str, bool], ...]:
    return (
        ("times", bool(words & {"interval_start", "date"})),
        ("queues", "queue" in words),
        ("calls offered", bool(words & {"offered", "answered_at", "call"})),
    )


def _likeness(form: str, cells: tuple[str, ...]) -> int:
    """How many of a form's names have a like among the cells."""
    names = [folded(x) for x in cells if x]
    return sum(
        any(SequenceMatcher(None, folded(x), y).ratio() > ALIKE for y in names) for x in SIGNS[form]
    )
