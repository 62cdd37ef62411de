"""Genesys Cloud: the form its planning imports, and the queue view exported by interval.

Source: Genesys Cloud Resource Center, "Prepare the historical data import .csv file"; of the view
only the first five columns are documented, the others are its short names of metrics.
"""

from data.history.formats.head import Columns, Head, folded
from data.history.formats.layout import Formats, Keep, Layout, Measures, Named, Wait, When
from data.history.formats.unknown import UnknownFormError

VOICE = frozenset({"voice"})
IMPORT = ("Interval Start UTC Date", "Queue", "Offered", "Interactions Handled")
VIEW = ("Interval Start", "Interval End", "Interval Complete")


def planning_import(head: Head) -> Layout | None:
    """A file for the historical data import: quarter-hours in UTC, skill sets apart."""
    found = head.header_with(*IMPORT)
    if found is None:
        return None
    at, cells = found
    columns = Columns(cells)
    total = columns.find("Total Handle Time (Seconds)")
    return Layout(
        profile="genesys-import",
        label="a Genesys Cloud file for the historical data import",
        header=at + 1,
        columns=cells,
        when=When((columns.need("Interval Start UTC Date"),), zone="UTC"),
        queue=Named(columns.need("Queue")),
        measures=Measures(
            offered=(columns.need("Offered"),),
            answered=(columns.need("Interactions Handled"),),
            handle_total=() if total is None else (total,),
        ),
        keeps=_voice(columns),
        adds_up=True,
        notes=("abandoned calls and waits are not in this form: they stay unknown",),
    )


def queue_view(head: Head) -> Layout | None:
    """The queue performance view, exported by interval."""
    found = next((x for x in head.headers() if _starts(x[1])), None)
    if found is None:
        return None
    at, cells = found
    columns = Columns(cells)
    _require_queues(head, at, columns)
    wait, aht = columns.find("Avg Wait"), columns.find("Avg Handle")
    return Layout(
        profile="genesys-view",
        label="a Genesys Cloud queue view exported by interval",
        header=at + 1,
        columns=cells,
        when=When((columns.need("Interval Start"),), end=columns.need("Interval End")),
        queue=Named(columns.need("Queue Name")),
        measures=Measures(
            offered=columns.all(("Offer", "Offered"))[:1],
            answered=columns.all(("Answer", "Answered"))[:1],
            abandoned=columns.all(("Abandon", "Abandoned"))[:1],
            aht=() if aht is None else (aht,),
            waits=() if wait is None else (Wait(wait, "offered"),),
        ),
        keeps=(
            Keep(columns.need("Interval Complete"), frozenset({"true", "vrai", "waar"})),
            *_voice(columns),
        ),
        formats=Formats(seconds_per_unit=None, blank_is_zero=True),
        notes=("Avg Wait is taken as the mean over the offered",) if wait is not None else (),
    )


def _starts(cells: tuple[str, ...]) -> bool:
    return tuple(map(folded, cells[:3])) == tuple(map(folded, VIEW))


def _require_queues(head: Head, at: int, columns: Columns) -> None:
    if columns.find("Queue Name") is None or columns.find("Agent Id", "Agent Name") is not None:
        reason = "a Genesys Cloud view of agents: export the view of queues by interval"
        raise UnknownFormError([(head.lines[at], "file", "", reason)])
    if not columns.all(("Offer", "Offered")):
        reason = (
            "a Genesys Cloud view without the column Offer: add it to the view and export again"
        )
        raise UnknownFormError([(head.lines[at], "file", "", reason)])


def _voice(columns: Columns) -> tuple[Keep, ...]:
    media = columns.find("Media Type")
    return () if media is None else (Keep(media, VOICE),)
