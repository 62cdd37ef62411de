"""Checks of a plan's selectors: their words, that they take queues, and that no two tie."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Protocol

from data.plan.draft import SELECTED, Draft
from data.plan.selector_text import MatchText
from data.plan.selectors import most_specific
from data.suggestion import suggestion
from models.queues import Match, Queue

SELECTING = (
    *("targets", "opening_hours", "routing", "events", "bill_runs", "customers", "deflection"),
    *("school_holidays", "unusual_days", "handling", "aht_changes", "overflow", "other_work"),
)


class Selective(Protocol):
    """A row of the text that selects queues."""

    @property
    def match(self) -> MatchText:
        """The row's selector."""


def check_selectors(draft: Draft) -> Iterator[str]:
    """Selectors name what queues have, take some queue, and one row wins for every queue."""
    for key, match in _selectors(draft):
        yield from _check_words(draft, key, match)
    plan, text = draft.plan, draft.text
    yield from _ties("targets", text.targets, [x.match for x in plan.targets], plan.queues)
    yield from _ties("routing", text.routing, [x.match for x in plan.routing], plan.queues)
    yield from _ties("customers", text.customers, [x.match for x in plan.customers], plan.queues)
    yield from _ties("deflection", text.deflection, [x.match for x in plan.deflection], plan.queues)
    both = (*_handling_ties(draft, "aht"), *_handling_ties(draft, "patience"))
    yield from dict.fromkeys(both)


def _selectors(draft: Draft) -> Iterator[tuple[str, MatchText]]:
    for table in SELECTING:
        rows: dict[int, Selective] = getattr(draft.text, table)
        yield from ((f"{table}[{row}]", x.match) for row, x in rows.items())


def _check_words(draft: Draft, key: str, match: MatchText) -> Iterator[str]:
    said = {x: getattr(match, x) for x in SELECTED if getattr(match, x) is not None}
    wrong = {x: word for x, word in said.items() if word not in draft.named[x]}
    if ("queues",) in draft.dropped:
        return
    for field, word in wrong.items():
        near = suggestion(word, draft.named[field])
        yield f'{key}.match.{field}: no queue has the {field} "{word}"; {near}'
    taken = any(Match(**said).takes(x) for x in draft.plan.queues)
    if said and not wrong and not taken and draft.whole("queues"):
        yield f"{key}.match: takes no queue; write the words of a queue, or leave the row out"


def _ties(
    table: str, rows: Iterable[int], matches: Sequence[Match], queues: Iterable[Queue]
) -> Iterator[str]:
    numbers, told = list(rows), set()
    for queue in queues:
        best = tuple(numbers[x] for x in most_specific(matches, queue))
        if len(best) > 1 and best not in told:
            told.add(best)
            yield _tie(table, best, queue)


def _tie(table: str, rows: Sequence[int], queue: Queue) -> str:
    others = " and ".join(f"{table}[{x}]" for x in rows[:-1])
    return (
        f"{table}[{rows[-1]}].match: ties with {others}: both take queue {queue.id} by as many "
        "words; add a word to one of them, or a row with more words for such queues"
    )


def _handling_ties(draft: Draft, quantity: str) -> Iterator[str]:
    """Of planned handling the most specific wins, then the latest: a tie needs the same date."""
    rows = dict(zip(draft.text.handling, draft.plan.handling, strict=True))
    said = {row: x for row, x in rows.items() if getattr(x, quantity) is not None}
    told: set[tuple[int, ...]] = set()
    days = sorted({x.first for x in said.values()})
    for queue, day in product(draft.plan.queues, days):
        running = {row: x for row, x in said.items() if x.first <= day}
        best = [list(running)[x] for x in most_specific((x.match for x in running.values()), queue)]
        tied = tuple(row for row in best if said[row].first == day)
        if len(tied) > 1 and tied not in told:
            told.add(tied)
            yield _tie("handling", tied, queue)
