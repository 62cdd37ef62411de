"""What the writer of an unknown calendar of public holidays probably meant."""

import re
from collections.abc import Mapping, Sequence

from data.calendar.country_names import country_of, plain
from data.suggestion import nearest, suggestion

CODE = re.compile(r"[A-Z0-9]{1,3}")  # of a region; what is longer names no region by ISO 3166-2
LANGUAGE = re.compile(r"[a-z]{2}[-_]([A-Z]{2})")
SHOWN = 12  # regions


def calendar_hint(code: str, known: Mapping[str, Sequence[str]]) -> str:
    """The rest of an error's sentence; ``known`` are the regions of every country there is."""
    language = LANGUAGE.fullmatch(code)
    if language and language[1] in known and code.upper() not in _codes(known):
        return f'a language tag is no calendar: did you mean "{language[1]}"?'
    whole = _country(code, known)
    if whole:
        return f'did you mean "{whole}"?'
    head, _, region = re.sub(r"[\s_/.]+", "-", code.strip()).partition("-")
    country = _country(head, known)
    if country is None:
        return suggestion(head if region else code, known)
    return _region_hint(country, region, known[country])


def _codes(known: Mapping[str, Sequence[str]]) -> set[str]:
    return {f"{country}-{x}".upper() for country, regions in known.items() for x in regions}


def _country(name: str, known: Mapping[str, Sequence[str]]) -> str | None:
    """A country that was written by its name, by three letters or by two."""
    from holidays.registry import COUNTRIES

    three = {x[2]: x[1] for x in COUNTRIES.values()}
    registered = COUNTRIES.get("_".join(name.casefold().split()), (None, None))[1]
    found = three.get(name.strip().upper()) or registered or country_of(name)
    return found if found in known else None


def _region_hint(country: str, region: str, regions: Sequence[str]) -> str:
    """The nearest region of that very country, else the country."""
    near = _regions_like(country, region, regions)
    if near:
        return "did you mean " + " or ".join(f'"{country}-{x}"' for x in near) + "?"
    if not any(CODE.fullmatch(x) for x in regions):
        return f'{country} has no regions here: write "{country}"'
    listed = ", ".join(f'"{country}-{x}"' for x in regions[:SHOWN])
    more = ", ..." if len(regions) > SHOWN else ""
    return f'{country} has no region "{region}": write "{country}", or one of {listed}{more}'


def _regions_like(country: str, region: str, regions: Sequence[str]) -> list[str]:
    import holidays

    names = {plain(x): x for x in regions}
    own = holidays.country_holidays(country)
    names |= {plain(name): x for name, x in own.subdivisions_aliases.items() if x in regions}
    exact = names.get(plain(region))
    if exact:
        return [exact]
    return list(dict.fromkeys(names[x] for x in nearest(plain(region), names)))
