"""The rooms of the house: what stands on paper needs neither files, database, clock nor web."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import models

MODELS = sorted(Path(models.__file__).parent.glob("**/*.py"))
ALLOWED = {"numpy", "scipy", "models"}
OUTSIDE = {"datetime", "io", "os", "pathlib", "random", "socket", "sqlite3", "time", "zoneinfo"}


def imported(file: Path) -> Iterator[str]:
    """The top-level packages a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." if node.level else str(node.module).partition(".")[0]


def test_there_are_models_to_look_at() -> None:
    assert {"erlang.py", "demand.py", "staffing.py"} <= {file.name for file in MODELS}


@pytest.mark.parametrize("file", MODELS, ids=lambda file: file.name)
def test_models_import_numpy_scipy_and_the_standard_library_only(file: Path) -> None:
    assert set(imported(file)) - ALLOWED - sys.stdlib_module_names == set()


@pytest.mark.parametrize("file", MODELS, ids=lambda file: file.name)
def test_models_use_no_file_database_clock_or_chance_of_the_machine(file: Path) -> None:
    assert set(imported(file)) & OUTSIDE == set()
