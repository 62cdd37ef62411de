"""What was worked out already: equal questions of several scenarios are answered once."""

import hashlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, TypeVar, TypeVarTuple, cast

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats, Index
from service.planning.capacity.site_people import PeopleQuestion, SitePeople, site_people
from service.planning.staffing.day_paths import DayPaths, week_paths
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import PoolQuestion
from service.planning.staffing.pool_sizing import need_of

Answer = TypeVar("Answer")
Values = TypeVarTuple("Values")


@dataclass(frozen=True, slots=True)
class Cache:
    """Of one request: answers by the whole value that each is worked out from.

    ``former`` answers, of the plan as it is, serve every scenario; a scenario's own go with it.
    """

    former: "Cache | None" = None
    answers: dict[Hashable, object] = field(default_factory=dict)
    keys: dict[int, tuple[object, Hashable]] = field(default_factory=dict)

    def need_of(self, question: PoolQuestion) -> PoolNeed:
        """As ``service.planning.staffing.pool_sizing.need_of``."""
        return self._once(need_of, self._kept_key(question), question)

    def week_paths(self, need: PoolNeed, agents: Floats, people: Floats, week: Index) -> DayPaths:
        """As ``service.planning.staffing.day_paths.week_paths``: a need is as its question."""
        key = (self._kept_key(need.question), *(self._key(x) for x in (agents, people, week)))
        return self._once(week_paths, key, need, agents, people, week)

    def site_people(self, question: PeopleQuestion) -> SitePeople:
        """As ``service.planning.capacity.site_people.site_people``."""
        return self._once(site_people, self._key(question), question)

    def _once(self, work: Callable[[*Values], Answer], key: Hashable, *values: *Values) -> Answer:
        known = self.former.answers if self.former else self.answers
        if (work, key) in known:
            return cast(Answer, known[(work, key)])
        if (work, key) not in self.answers:
            self.answers.setdefault((work, key), work(*values))  # of two threads the first counts
        return cast(Answer, self.answers[(work, key)])

    def _kept_key(self, value: object) -> Hashable:
        """The key of what nothing changes, worked out once; the value is kept alive for it."""
        if id(value) not in self.keys:
            self.keys[id(value)] = (value, self._key(value))
        return self.keys[id(value)][1]

    def _key(self, value: Any) -> Hashable:
        """Equal for equal values: every field of theirs, arrays by what they hold."""
        if isinstance(value, np.ndarray):
            return value.dtype.str, value.shape, self._digest(value)
        if is_dataclass(value):
            return type(value), *(self._key(getattr(value, x.name)) for x in fields(value))
        if isinstance(value, tuple):
            return value if _is_hashable(value) else tuple(self._key(x) for x in value)
        if isinstance(value, Mapping):
            return tuple((self._key(k), self._key(x)) for k, x in value.items())
        return repr(value) if isinstance(value, float) else value  # NaN is NaN

    def _digest(self, array: NDArray[np.generic]) -> Hashable:
        """Arrays that nothing can write to, as a release's, are read once."""
        if array.flags.writeable:
            return _digest(array)
        if self.former:
            return self.former._digest(array)
        if id(array) not in self.keys:
            self.keys[id(array)] = (array, _digest(array))
        return self.keys[id(array)][1]


def _is_hashable(value: tuple[Any, ...]) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


def _digest(array: NDArray[np.generic]) -> bytes:
    return hashlib.blake2b(np.ascontiguousarray(array).tobytes(), digest_size=32).digest()
