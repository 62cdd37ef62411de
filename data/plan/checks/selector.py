"""Checks of a plan's selectors: their words, that they take queues, and that no two tie."""

from collections.abc import Iterator, Sequence
from itertools import product

from data.plan.days.selectors import Selecting, most_specific
from data.plan.text.draft import SELECTED, Draft
from data.plan.text.faults import Fault, Place, path
from data.suggestion import suggestion
from models.queues import Match, Queue

SELECTING = (
    *("targets", "opening_hours", "routing", "events", "bill_runs", "customers", "deflection"),
    *(
        "school_holidays",
        "periods",
        "unusual_days",
        "handling",
        "aht_changes",
        "overflow",
        "other_work",
    ),
)
ONE_WINS = ("targets", "routing", "customers", "deflection")


def check_selectors(draft: Draft) -> Iterator[Fault]:
    """Selectors name what queues have, take some queue, and one row wins for every queue."""
    for table in SELECTING:
        for row, x in enumerate(_rows(draft, table)):
            yield from _check_words(draft, (table, row, "match"), x.match)
    for table in ONE_WINS:
        yield from _ties(draft, table, [x.match for x in _rows(draft, table)])
    both = (*_handling_ties(draft, "aht"), *_handling_ties(draft, "patience"))
    yield from dict.fromkeys(both)


def _rows(draft: Draft, table: str) -> Sequence[Selecting]:
    rows: Sequence[Selecting] = getattr(draft.plan, table)
    return rows


def _check_words(draft: Draft, place: Place, match: Match) -> Iterator[Fault]:
    if draft.has_no_table("queues"):
        return
    said = {x: getattr(match, x) for x in SELECTED if getattr(match, x) is not None}
    wrong = {x: word for x, word in said.items() if word not in draft.named(x)}
    for field, word in wrong.items():
        near = suggestion(word, draft.named(field))
        yield Fault((*place, field), f'no queue has the {field} "{word}"; {near}')
    taken = any(match.takes(x) for x in draft.plan.queues)
    if said and not wrong and not taken and draft.whole("queues"):
        what = "takes no queue; write the words of a queue, or leave the row out"
        yield Fault(place, what)


def _ties(draft: Draft, table: str, matches: Sequence[Match]) -> Iterator[Fault]:
    told: set[tuple[int, ...]] = set()
    for queue in draft.plan.queues:
        best = tuple(most_specific(matches, queue))
        if len(best) > 1 and best not in told:
            told.add(best)
            yield _tie(draft, table, best, queue)


def _tie(draft: Draft, table: str, rows: Sequence[int], queue: Queue) -> Fault:
    others = " and ".join(path(draft.written((table, x))) for x in rows[:-1])
    what = f"ties with {others}: both take queue {queue.id} by as many words"
    remedy = "add a word to one of them, or a row with more words for such queues"
    return Fault((table, rows[-1], "match"), f"{what}; {remedy}")


def _handling_ties(draft: Draft, quantity: str) -> Iterator[Fault]:
    """Of planned handling the most specific wins, then the latest: a tie needs the same date."""
    rows = enumerate(draft.plan.handling)
    said = {row: x for row, x in rows if getattr(x, quantity) is not None}
    told: set[tuple[int, ...]] = set()
    days = sorted({x.first for x in said.values()})
    for queue, day in product(draft.plan.queues, days):
        running = {row: x for row, x in said.items() if x.first <= day}
        best = [list(running)[x] for x in most_specific((x.match for x in running.values()), queue)]
        tied = tuple(row for row in best if said[row].first == day)
        if len(tied) > 1 and tied not in told:
            told.add(tied)
            yield _tie(draft, "handling", tied, queue)
