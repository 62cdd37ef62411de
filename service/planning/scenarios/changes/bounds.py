"""Numbers that changes of a scenario may hold, each with what to give instead of a wrong one."""

from typing import Annotated

from annotated_types import Ge, Le, Lt, MinLen

from service.planning.basis.terms import Written

Factor = Annotated[float, Ge(0.01), Le(100), Written("a factor from 0.01 to 100, for example 1.05")]
Rate = Annotated[float, Ge(0), Le(100), Written("a factor from 0 to 100, for example 1.5")]
TargetShare = Annotated[float, Ge(0.01), Le(0.9999), Written("a share from 0.01 to 0.9999")]
ShrinkageShare = Annotated[float, Ge(0), Lt(1), Written("a share from 0 to below 1, such as 0.12")]
Seconds = Annotated[float, Ge(0), Le(3600), Written("seconds from 0 to 3600, for example 20")]
Occupancy = Annotated[float, Ge(0.01), Le(1), Written("a share from 0.01 to 1, for example 0.85")]
Calls = Annotated[float, Ge(0), Le(1e6), Written("calls a day up to 1000000")]
People = Annotated[int, Ge(1), Le(10_000), Written("whole people, for example 20")]
Languages = Annotated[tuple[str, ...], MinLen(1)]
