"""What import-linter cannot say of the rooms: it knows what is forbidden, not what is allowed."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import models

MODELS = Path(models.__file__).parent
ALLOWED = {"numpy", "scipy", "models"}


def imported(file: Path) -> Iterator[str]:
    """The top-level packages a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." if node.level else str(node.module).partition(".")[0]


def test_models_import_numpy_scipy_and_the_standard_library_only() -> None:
    found = {name for file in MODELS.glob("**/*.py") for name in imported(file)}
    assert found - sys.stdlib_module_names == ALLOWED
