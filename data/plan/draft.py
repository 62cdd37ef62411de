"""What the checks of a plan look at: the text, the plan it would be, and what was left out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from data.plan import Plan, Site
from data.plan.faults import Place
from data.plan.text import PlanText

SELECTED = ("segment", "call_type", "language")


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan that is still being checked.

    ``plan`` holds the rows of ``text`` in the same order; rows of ``text`` keep the numbers of the
    file. ``named`` are the words that the file's queues and sites carry, refused rows included.
    """

    text: PlanText
    plan: Plan
    dropped: frozenset[Place]
    named: Mapping[str, frozenset[str]]  # "segment", "call_type", "language", "site"

    def whole(self, *place: int | str) -> bool:
        """Whether nothing at or below a place was refused and left out."""
        return not any(x[: len(place)] == place for x in self.dropped)

    def sites(self) -> dict[str, tuple[int, Site]]:
        """Site id -> its row and the site, without those whose id is another's too."""
        rows = list(zip(self.text.sites, self.plan.sites, strict=True))
        count = Counter(x.id for _, x in rows)
        return {x.id: (row, x) for row, x in rows if count[x.id] == 1}


def named_words(tree: Mapping[str, object]) -> dict[str, frozenset[str]]:
    """The words of the queues and sites in a numbered document, however wrong their rows are."""
    words = {key: _values(tree.get("queues"), key) for key in SELECTED}
    return {**words, "site": _values(tree.get("sites"), "id")}


def _values(rows: object, key: str) -> frozenset[str]:
    tables = rows.values() if isinstance(rows, Mapping) else ()
    values = (x.get(key) for x in tables if isinstance(x, Mapping))
    return frozenset(x for x in values if isinstance(x, str))
