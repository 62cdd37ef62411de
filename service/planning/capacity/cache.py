"""What was worked out already: equal questions of several scenarios are answered once."""

import hashlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, TypeVar, TypeVarTuple, cast

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats
from service.planning.capacity.site_people import PeopleQuestion, SitePeople, site_people
from service.planning.staffing.day_paths import DayPaths, day_paths
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import PoolQuestion
from service.planning.staffing.pool_sizing import need_of

Answer = TypeVar("Answer")
Values = TypeVarTuple("Values")


@dataclass(frozen=True, slots=True)
class Cache:
    """Of one request: answers by the whole value that each is worked out from."""

    answers: dict[Hashable, object] = field(default_factory=dict)
    digests: dict[int, tuple[NDArray[np.generic], bytes]] = field(default_factory=dict)

    def need_of(self, question: PoolQuestion) -> PoolNeed:
        """As ``service.planning.staffing.pool_need.need_of``."""
        return self._once(need_of, self._key(question), question)

    def day_paths(self, need: PoolNeed, agents: Floats, people: Floats) -> DayPaths:
        """As ``service.planning.staffing.day_paths.day_paths``: a need is as its question."""
        key = (self._key(need.question), self._key(agents), self._key(people))
        return self._once(day_paths, key, need, agents, people)

    def site_people(self, question: PeopleQuestion) -> SitePeople:
        """As ``service.planning.capacity.site_people.site_people``."""
        return self._once(site_people, self._key(question), question)

    def _once(self, work: Callable[[*Values], Answer], key: Hashable, *values: *Values) -> Answer:
        if (work, key) not in self.answers:
            self.answers.setdefault((work, key), work(*values))  # of two threads the first counts
        return cast(Answer, self.answers[(work, key)])

    def _key(self, value: Any) -> Hashable:
        """Equal for equal values: every field of theirs, arrays by what they hold."""
        if isinstance(value, np.ndarray):
            return value.dtype.str, value.shape, self._digest(value)
        if is_dataclass(value):
            return type(value), *(self._key(getattr(value, x.name)) for x in fields(value))
        if isinstance(value, tuple):
            return tuple(self._key(x) for x in value)
        if isinstance(value, Mapping):
            return tuple((self._key(k), self._key(x)) for k, x in value.items())
        return repr(value) if isinstance(value, float) else value  # NaN is NaN

    def _digest(self, array: NDArray[np.generic]) -> bytes:
        """A release's arrays, which nothing can write to, are read once and kept alive."""
        if array.flags.writeable:
            return _digest(array)
        if id(array) not in self.digests:
            self.digests[id(array)] = (array, _digest(array))
        return self.digests[id(array)][1]


def _digest(array: NDArray[np.generic]) -> bytes:
    return hashlib.blake2b(np.ascontiguousarray(array).tobytes(), digest_size=32).digest()
