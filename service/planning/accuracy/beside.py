"""What came of some days, beside a publication's frozen array."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from data.accuracy.archive import Archive
from data.accuracy.came import QueueCame
from data.accuracy.groups import groups
from data.accuracy.publication import FrozenArray, Grouping, Publication
from data.plan import Plan
from models.arrays import Floats, Index


@dataclass(frozen=True, slots=True)
class Beside:
    """A publication's array over the days (n,) of the archive that it forecast."""

    archive: Archive
    publication: Publication
    array: FrozenArray
    place: Index  # (n,) of the days in the archive
    frozen: Index  # (n,) of the days in the array

    @property
    def days(self) -> tuple[date, ...]:
        """The days."""
        return tuple(self.archive.days[x] for x in self.place.tolist())

    @property
    def plan(self) -> Plan:
        """The plan it was made under."""
        return self.archive.plan(self.publication)

    @property
    def came(self) -> dict[str, QueueCame]:
        """Queue -> what came on the archive's days."""
        return self.archive.came(self.publication)

    def column(self, name: str) -> Floats:
        """(series, n) of the frozen array."""
        return self.array.column(name)[:, self.frozen]

    def offered(self, grouping: Grouping) -> Floats:
        """(series, n) calls that came; NaN where a queue's history is not complete."""
        calls = {queue: x.offered[self.place] for queue, x in self.came.items()}
        members = groups(self.plan, grouping)
        return np.array([np.sum([calls[x] for x in members[y]], axis=0) for y in self.array.series])


def each_beside(
    archive: Archive, release: int | None, grouping: str, name: str
) -> Iterator[Beside]:
    """Every publication that counts, one at a time, in the order of their origins."""
    for publication, array in archive.arrays(archive.publications(release), grouping, name):
        place = np.array([(x - publication.first_day).days for x in archive.days])
        on = np.flatnonzero((place >= 0) & (place < array.array.shape[1]))
        if len(on):
            yield Beside(archive, publication, array, on, place[on])
