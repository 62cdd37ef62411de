"""Checks of the names under which exports write queues and sites."""

from collections.abc import Iterator, Mapping

from data.plan import folded_name
from data.plan.text.faults import Fault, path
from data.plan.text.queue_text import QueueText
from data.plan.text.site_text import SiteText
from data.plan.text.tables import PlanText


def check_aliases(text: PlanText) -> Iterator[Fault]:
    """No alias is the id or an alias of another queue, or another site; in the text's places."""
    yield from _check("queues", text.queues)
    yield from _check("sites", text.sites)


def _check(table: str, rows: Mapping[int, QueueText | SiteText]) -> Iterator[Fault]:
    ids: dict[str, int] = {}
    for row, x in rows.items():
        ids.setdefault(folded_name(x.id), row)
    first: dict[str, tuple[int, int]] = {}
    for row, x in rows.items():
        for number, alias in enumerate(x.aliases):
            name, place = folded_name(alias), (table, row, "aliases", number)
            twin = first.setdefault(name, (row, number))
            if name in ids and rows[ids[name]].id != x.id:
                what = f"the id of {path((table, ids[name]))}"
            elif twin[0] != row:
                what = path((table, twin[0], "aliases", twin[1]))
            else:
                continue
            yield Fault(place, f'"{alias}" is {what} too; leave it out of one of them')
