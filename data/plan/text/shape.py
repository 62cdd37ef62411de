"""From parsed TOML to ``PlanText``, with every fault found and the faulty parts taken out.

What is left is well-formed, so that the checks of rows against each other still run and all
faults are told at once. A part that was taken out is remembered: a check stays silent where its
finding could be a consequence of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from data.plan.text.faults import Fault, Place, fault, meant
from data.plan.text.tables import PlanText

UNKNOWN = "extra_forbidden"  # pydantic's name of the error

Tree = dict[Any, Any]  # parsed TOML, lists of tables as {row number: table}

ROWS = frozenset(
    {
        *("targets", "opening_hours", "queues", "sites", "pools", "routing", "events", "handling"),
        *("aht_changes", "overflow", "assumed"),
        *("contracts", "paid_breaks", "unpaid_breaks"),
        *("moves", "other_work", "staff", "classes", "shrinkage_changes", "steps"),
        *("bill_runs", "customers", "deflection", "school_holidays", "periods", "unusual_days"),
    }
)

# A refused value of these says nothing that other rows are checked against: it is read as this,
# the gentlest value, and its row stays. A refused share of a routing step is read as 0.
STAND_INS: Mapping[str, object] = {
    "timezone": "UTC",
    "holidays": "",
    "works_on_holidays": True,
    "full_time_hours": 40,
    "contract": "unknown",
    "headcount": 0,
    "as_of": date(2000, 1, 1),
    "starts": date(2000, 1, 1),
    "date": date(2000, 1, 1),
    "weekly_hours": 40,
    "hours_per_week": 0,
    "queues": {},
    "sites": {},
    "routing": {},
}

INNER = frozenset({"target", "shrinkage"})  # tables whose keys stand on their own

# Without these a row would say something else: a refused value takes its whole row out.
DEFINING = frozenset(
    {
        *("match", "segment", "call_type", "language", "languages", "segments"),
        *("id", "site", "from_site", "to_site", "steps", "shares", "queue", "like"),
        *("from", "to", "days", "dates", "closed", "closed_on_holidays"),
        *("valid_from", "valid_to"),
        "target",
    }
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What could be read, what was wrong, and where parts were taken out."""

    text: PlanText
    faults: tuple[Fault, ...]
    dropped: frozenset[Place]


def shape(document: Mapping[str, object]) -> Shape:
    """Read parsed TOML; never fails: what is not well-formed is a fault and left out."""
    tree = numbered(document)
    dropped: set[Place] = set()
    faults: list[Fault] = []
    while True:
        try:
            return Shape(PlanText.model_validate(tree), tuple(faults), frozenset(dropped))
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False)
        misspelt = _take_unknown_keys_out(tree, found)
        faults += [fault(x) for x in found if not _is_consequence(x["loc"], dropped | misspelt)]
        parts = {_part(tree, x["loc"], x["type"]) for x in found if x["type"] != UNKNOWN}
        parts |= {_part(tree, x, "misspelt") for x in misspelt}
        for part in parts:
            _take_out(tree, part)
        dropped |= parts | misspelt


def numbered(table: Mapping[Any, Any]) -> Tree:
    """A table with the lists of tables in it as ``{row number: table}``."""
    return {key: _numbered(x, key in ROWS) for key, x in table.items()}


def _numbered(value: Any, are_rows: bool) -> Any:
    if isinstance(value, Mapping):
        return numbered(value)
    if are_rows and isinstance(value, list) and all(isinstance(x, Mapping) for x in value):
        return {row: numbered(x) for row, x in enumerate(value)}
    return value


def _is_consequence(place: Place, dropped: set[Place]) -> bool:
    return any(x[: len(place)] == place for x in dropped)


def _take_unknown_keys_out(tree: Tree, found: list[ErrorDetails]) -> set[Place]:
    """Remove keys that do not exist; where their writer meant to write, if nothing stands there."""
    places = [x["loc"] for x in found if x["type"] == UNKNOWN]
    for place in places:
        _at(tree, place[:-1]).pop(place[-1], None)
    wanted = {x for x in map(meant, places) if x}
    return {x for x in wanted if x[-1] not in _at(tree, x[:-1])}


def _part(tree: Tree, place: Place, kind: str) -> Place:
    """The smallest part whose removal leaves the rest meaning what it says."""
    row = _row(tree, place)
    if len(place) == len(row):
        return row
    key, inner = str(place[len(row)]), place[len(row) + 1 :]
    if inner and key in INNER:
        return place[: len(row) + 2]
    if inner and key == "shares" and kind != "missing":
        return place
    takes_row_out = kind == "missing" or key in DEFINING
    return row if row and takes_row_out and key not in STAND_INS else (*row, key)


def _take_out(tree: Tree, part: Place) -> None:
    table, key = _at(tree, part[:-1]), part[-1]
    if part[-2:-1] == ("shares",):
        table[key] = 0
    elif key in STAND_INS:
        table[key] = STAND_INS[str(key)]
    else:
        table.pop(key, None)


def _row(tree: Tree, place: Place) -> Place:
    """The innermost row of a list of tables that holds the place; () for the file itself."""
    node: Any = tree
    row: Place = ()
    for depth, part in enumerate(place, start=1):
        if not isinstance(node, dict) or part not in node:
            break
        node = node[part]
        if isinstance(part, int) and isinstance(node, dict):
            row = place[:depth]
    return row


def _at(tree: Tree, place: Place) -> Tree:
    node = tree
    for part in place:
        node = node.get(part, {})
    return node
