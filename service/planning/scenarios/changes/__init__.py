"""The kinds of change that scenarios are made of: one module a kind, found by being here."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from service.planning.scenarios.changes.change import Change


def _kinds() -> Iterator[type[Change]]:
    for found in iter_modules(__path__, f"{__name__}."):
        for value in vars(import_module(found.name)).values():
            if (
                isinstance(value, type)
                and value.__module__ == found.name
                and hasattr(value, "kind")
            ):
                yield value


KINDS: tuple[type[Change], ...] = tuple(sorted(_kinds(), key=lambda x: x.kind))
