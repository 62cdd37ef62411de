"""Scenarios as TOML: a file of ``[[scenarios]]``, or one with ``name`` and ``[[changes]]``."""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from data.errors import PlannerError
from service.api.scenario_text import ScenariosText, ScenarioText
from service.planning.scenarios.scenario import Scenario
from service.web.problem_details import problem_details


class ScenarioFileError(PlannerError):
    """A scenario file that was refused, every problem with its key."""


def read_scenarios(file: Path) -> list[Scenario]:
    """Of a file with ``[[scenarios]]``, or of one with ``name`` and ``[[changes]]``."""
    document = _document(file)
    try:
        if "scenarios" in document:
            _require_no_days(file, document)
            return [x.scenario() for x in ScenariosText.model_validate(document).scenarios]
        return [ScenarioText.model_validate({"name": file.stem, **document}).scenario()]
    except ValidationError as error:
        told = [
            f"{file}: {_key(x['pointer'])}{x['detail']}" for x in problem_details(error, "json")
        ]
        raise ScenarioFileError("\n".join(told)) from error


def _require_no_days(file: Path, document: dict[str, Any]) -> None:
    """Several files may be compared at once: their days are one question's."""
    for key in ("from", "to"):
        if key in document:
            raise ScenarioFileError(f"{file}: {key}: is the command's --{key}; leave it out here")


def _document(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ScenarioFileError(f"{file}: {error}") from error


def _key(pointer: str) -> str:
    """#/changes/0/factor as changes[0].factor:"""
    parts = pointer.removeprefix("#").split("/")[1:]
    shown = "".join(f"[{x}]" if x.isdigit() else f".{x}" for x in parts)
    return f"{shown.removeprefix('.')}: " if shown else ""
