"""Days and clocks: local intervals over UTC, public holidays as dated rows."""

from collections.abc import Mapping
from datetime import date

Holidays = Mapping[date, str]  # day -> name
