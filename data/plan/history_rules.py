"""Of the frozen plan: how history is read, and what stands for it where there is none."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assumed:
    """Calls of a queue without history: so many on a usual open day, in the shape of another.

    Four in five outcomes lie between ``calls_per_day`` divided and multiplied by 1 + ``width``.
    """

    queue: str
    calls_per_day: float
    like: str  # queue id
    width: float


def folded_name(name: str) -> str:
    """A queue's or site's name as names are compared: without case, accents' spelling and blanks.

    The keys of ``Plan.queue_aliases`` and ``Plan.site_aliases`` are folded so.
    """
    folded = unicodedata.normalize("NFC", " ".join(name.split())).casefold()
    return unicodedata.normalize("NFC", folded)
