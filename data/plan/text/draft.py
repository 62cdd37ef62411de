"""A plan that is being checked, and what of its text the reading had to leave out."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from data.plan import Plan, Site
from data.plan.text.faults import Place
from data.plan.text.selector_text import Table
from data.plan.text.tables import PlanText

SELECTED = ("segment", "call_type", "language")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a text says that its plan does not; nothing, where a plan was not read from a text.

    All in the numbers of the text, which keep counting refused rows.
    """

    places: frozenset[Place] = frozenset()  # refused, and not in the plan
    rows: Mapping[Place, tuple[int, ...]] = field(default_factory=dict)  # those in the plan
    named: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by queues and sites
    unsaid_hours: frozenset[int] = frozenset()  # rows of opening hours without from or to

    def whole(self, place: Place) -> bool:
        """Whether nothing at or below a place of the text was refused."""
        return not any(x[: len(place)] == place for x in self.places)


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan that is being checked. Places are those of the plan's own rows."""

    plan: Plan
    left_out: LeftOut = LeftOut()

    def written(self, place: Place) -> Place:
        """Where in the text a place of the plan stands."""
        text: Place = ()
        for part in place:
            rows = self.left_out.rows.get(text)
            text = (*text, rows[part] if rows and isinstance(part, int) else part)
        return text

    def whole(self, *place: int | str) -> bool:
        """Whether nothing at or below a place was refused."""
        return self.left_out.whole(self.written(place))

    def has_all_rows(self, *table: int | str) -> bool:
        """Whether a list of tables lacks none of its rows; a row may lack a key."""
        told = self.written(table)
        places = (x for x in self.left_out.places if len(x) <= len(told) + 1)
        return not any(x[: len(told)] == told for x in places)

    def has_no_table(self, table: str) -> bool:
        """Whether a whole list of tables was refused."""
        return (table,) in self.left_out.places

    def row_is_missing(self, *place: int | str, after: int) -> bool:
        """Whether the text's row so many rows after a row of the plan was refused."""
        *table, row = self.written(place)
        return isinstance(row, int) and (*table, row + after) in self.left_out.places

    def says_hours(self, row: int) -> bool:
        """Whether a row of opening hours has its own hours."""
        *_, number = self.written(("opening_hours", row))
        return number not in self.left_out.unsaid_hours

    def named(self, word: str) -> frozenset[str]:
        """The segments, call types or languages of queues, or the sites: of refused rows too."""
        plan = self.plan
        known = (
            (x.id for x in plan.sites)
            if word == "site"
            else (str(getattr(x, word)) for x in plan.queues)
        )
        return frozenset(known) | self.left_out.named.get(word, frozenset())

    def sites(self) -> dict[str, tuple[int, Site]]:
        """Site id -> its row and the site, without those whose id is another's too."""
        count = Counter(x.id for x in self.plan.sites)
        return {x.id: (row, x) for row, x in enumerate(self.plan.sites) if count[x.id] == 1}


def left_out(text: PlanText, refused: frozenset[Place], document: Mapping[str, object]) -> LeftOut:
    """What of a numbered ``document`` is not in ``text``, which is the rest of it."""
    named = {key: _values(document.get("queues"), key) for key in SELECTED}
    return LeftOut(
        places=refused,
        rows=dict(_rows(text, ())),
        named={**named, "site": _values(document.get("sites"), "id")},
        unsaid_hours=frozenset(
            row
            for row, x in text.opening_hours.items()
            if x.closed or x.opens is None or x.closes is None
        ),
    )


def _rows(table: Table, place: Place) -> Iterator[tuple[Place, tuple[int, ...]]]:
    for key, value in table:
        if isinstance(value, Mapping):
            rows = {row: x for row, x in value.items() if isinstance(x, Table)}
            yield (*place, key), tuple(rows)
            for row, inner in rows.items():
                yield from _rows(inner, (*place, key, row))


def _values(rows: object, key: str) -> frozenset[str]:
    tables = rows.values() if isinstance(rows, Mapping) else ()
    values = (x.get(key) for x in tables if isinstance(x, Mapping))
    return frozenset(x for x in values if isinstance(x, str))
