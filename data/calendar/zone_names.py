"""What the writer of an unknown time zone probably meant.

Excel, Windows and switches name zones in their own ways, people by a city, a country, letters or an
offset; only IANA names say when a clock changes. Where a country is known, its own zone is meant,
if its clock shows the same.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from data.calendar.clock import interval_grid, local_offsets
from data.calendar.country_names import country_of, plain
from data.calendar.zone_tables import CENTRAL, CITIES, LETTERS, WINDOWS_ZONES
from data.suggestion import nearest

EXAMPLE = 'write the zone of a place, such as "Europe/Brussels"'
OFFSET = re.compile(r"(?:utc|gmt|z)?\s*([+\-\u2212])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
DISPLAYED = re.compile(r"^\(?(?:utc|gmt)[^)\s]*\)?\s+(?=\S)", re.IGNORECASE)
WORDS = re.compile(
    r"\b(?:(?:local|standard|summer|daylight) time|local|time ?zone|zone|time|tijd|zeit"
    r"|heure(?: d(?:e |'))?)(?!\w)",
    re.IGNORECASE,
)
YEAR_OF_CLOCKS = 2025  # whose changes tell whether two clocks show the same


def zone_hint(text: str, country: str | None = None) -> str:
    """The rest of an error's sentence about a zone that does not exist.

    ``country`` is where the clock is asked for, as a calendar says it ("BE", "ES-CT"), or None.
    """
    offset = OFFSET.fullmatch(text.strip())
    if offset:
        return _offset_hint(offset, country)
    found = _meant(text, country)[:2]
    return _did_you_mean(found) if found else EXAMPLE


def _did_you_mean(zones: Sequence[str]) -> str:
    return "did you mean " + " or ".join(f'"{x}"' for x in zones) + "?"


def _meant(text: str, country: str | None) -> Sequence[str]:
    """The zones that a name may stand for, the likeliest first."""
    shown = DISPLAYED.sub("", text)
    place = plain(WORDS.sub(" ", shown))
    for word in (plain(text), place):
        if word in _clocks():
            return _own(_clocks()[word], country)
    for word in (plain(text), place):
        if word in _zones():
            return _zones()[word]
    parts = (place, *map(plain, re.split(r"[,/\\&;()]", shown)))
    found = list(dict.fromkeys(zone for x in parts for zone in _places(x)))
    home = [x for x in _zones_of(country) if x in found]
    return home or found or nearest(text, available_timezones())


def _places(name: str) -> Sequence[str]:
    """The zones of a city or a country."""
    city = _cities().get(name)
    return (city,) if city else _zones_of(country_of(name))


def _own(zones: Sequence[str], country: str | None) -> Sequence[str]:
    """The zones, or the main one of the country where its clock shows the same as one of them."""
    home = _zones_of(country)[:1]
    alike = any(_offsets(x) == _offsets(zone) for x in home for zone in zones)
    return home if alike else zones


def _offset_hint(offset: re.Match[str], country: str | None) -> str:
    """A fixed offset loses summer time: the zones that show it in winter or all the year."""
    sign = 1 if offset[1] == "+" else -1
    hours, minutes = int(offset[2]), int(offset[3] or 0)
    seconds = sign * (hours * 3600 + minutes * 60)
    if not seconds:
        return 'write "UTC", or where summer time is kept, the zone of the place'
    usual = {3600: CENTRAL, 7200: ("Europe/Athens", "Europe/Bucharest")}.get(seconds, ())
    zones = [x for x in _zones_of(country) if seconds in _offsets(x)][:1] or usual
    what = _did_you_mean(zones) if zones else EXAMPLE
    fixed = f"Etc/GMT{'-' if sign > 0 else '+'}{hours}"
    known = minutes == 0 and fixed in available_timezones()
    kept = f' (a clock that never changes is "{fixed}")' if known else ""
    return f"an offset has no summer time: {what}{kept}"


@cache
def _offsets(zone: str) -> tuple[int, ...]:
    """Seconds east of UTC at each noon of a year: equal where two clocks show the same."""
    days = interval_grid(date(YEAR_OF_CLOCKS, 1, 1), 365, "UTC", 1440).starts + 43_200
    return tuple(local_offsets(days, zone).tolist())


@cache
def _clocks() -> dict[str, tuple[str, ...]]:
    """Names that stand for a clock rather than for a place."""
    found = {plain(name): zones for name, zones in WINDOWS_ZONES.items()}
    summer = {x.replace("standard", "daylight"): zones for x, zones in found.items()}
    short = {x.removesuffix(" standard time"): zones for x, zones in found.items()}
    return short | summer | found | LETTERS


@cache
def _zones() -> dict[str, tuple[str, ...]]:
    return {plain(x): (x,) for x in sorted(available_timezones())}


@cache
def _cities() -> dict[str, str]:
    known = {plain(x.rpartition("/")[2]): x for zones in _table().values() for x in zones}
    return known | {plain(x): zone for zone, cities in CITIES.items() for x in cities}


def _zones_of(country: str | None) -> tuple[str, ...]:
    """The zones of a country, or of a calendar's, the one of most people first."""
    return _table().get((country or "").partition("-")[0], ())


@cache
def _table() -> dict[str, tuple[str, ...]]:
    text = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for row in (x.split("\t") for x in text.splitlines() if x and not x.startswith("#")):
        found[row[0]] = (*found.get(row[0], ()), row[2])
    return found
