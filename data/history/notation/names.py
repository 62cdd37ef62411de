"""The names a file uses for queues and sites, found among the plan's."""

import re
from collections.abc import Callable, Iterable, Mapping

from data.history.formats.head import folded
from data.history.notation.cells import UNKNOWN

_PARTS = re.compile(r"[^0-9a-z]+")


def name_index(
    ids: tuple[str, ...], aliases: Mapping[str, str], told: Iterable[tuple[str, str]]
) -> Callable[[str], int]:
    """Look a name up: as an id, as ``told`` by a mapping, as an alias, as an id written freely.

    Written freely, "Billing FR" is billing-fr, where only one id reads so.
    """
    exact = {name: i for i, name in enumerate(ids)}
    free: dict[str, list[int]] = {}
    for i, name in enumerate(ids):
        free.setdefault(_free(name), []).append(i)
    known = {folded(k): exact[v] for k, v in aliases.items() if v in exact}
    known |= {folded(k): exact[v] for k, v in told if v in exact}

    def found(text: str) -> int:
        if text in exact:
            return exact[text]
        if folded(text) in known:
            return known[folded(text)]
        alike = free.get(_free(text), [])
        return alike[0] if text and len(alike) == 1 else UNKNOWN

    return found


def _free(name: str) -> str:
    return _PARTS.sub("-", folded(name)).strip("-")
