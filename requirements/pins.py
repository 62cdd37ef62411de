"""Whether the pins beside this file are those that ``pyproject.toml`` asks for.

python -m requirements.pins [FOLDER]    names every fault of FOLDER's pins and exits 1
"""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

GROUPS = {"runtime": (), "dev": ("dev",), "build": ("build",)}  # file -> its dependency groups
WITHOUT_PROJECT = "build"  # the one file without what the project itself depends on


def faults(folder: Path) -> Iterator[str]:
    """Of every file of pins, one sentence each."""
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    for name, groups in GROUPS.items():
        file = folder / "requirements" / f"{name}.txt"
        pins = list(_pins(file.read_text("utf-8")))
        yield from (f"{file}: {x.name} has no hash" for x, hashed in pins if not hashed)
        own = [] if name == WITHOUT_PROJECT else project["project"]["dependencies"]
        for text in (*own, *(y for x in groups for y in _group(project["dependency-groups"], x))):
            told = _fault(Requirement(text), [x for x, _ in pins])
            if told:
                yield f"{file}: {text}: {told}; run make pins"


def _pins(text: str) -> Iterator[tuple[Requirement, bool]]:
    """Each pin, and whether it has a hash."""
    for line in text.replace("\\\n", " ").splitlines():
        pin, *hashes = line.split("--hash=")
        if pin.strip():
            yield Requirement(pin), bool(hashes)


def _group(groups: Mapping[str, list[Any]], name: str) -> Iterator[str]:
    for entry in groups[name]:
        if isinstance(entry, str):
            yield entry
        else:
            yield from _group(groups, entry["include-group"])


def _fault(wanted: Requirement, pins: list[Requirement]) -> str | None:
    """What is wrong with the pins of a package; its several pins are for several machines."""
    name = canonicalize_name(wanted.name)
    own = [x for x in pins if canonicalize_name(x.name) == name]
    if not any(_applies(x.marker) for x in own):
        return "not pinned"
    for pin in own:
        versions = [x.version for x in pin.specifier if x.operator == "=="]
        if len(versions) != 1 or not wanted.specifier.contains(versions[0], prereleases=True):
            return f"pinned as {pin.specifier or 'any version'}"
    return None


def _applies(marker: Marker | None) -> bool:
    return marker is None or marker.evaluate()


if __name__ == "__main__":
    found = list(faults(Path(*sys.argv[1:2])))
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    sys.exit(bool(found))
