"""All cases, in the order of the report."""

from benchmarks.fooled.closures import CLOSURES
from benchmarks.fooled.levels import LEVELS
from benchmarks.fooled.years import YEARS

CASES = (*YEARS, *LEVELS, *CLOSURES)
