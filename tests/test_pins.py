"""What is installed is what ``pyproject.toml`` asks for, to the hash."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from requirements.pins import faults
from tests.shared import ROOT


@pytest.fixture(name="project")
def _project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def rewritten(file: Path, change: Callable[[str], str]) -> None:
    before = file.read_text()
    after = change(before)
    assert after != before
    file.write_text(after)


def without(package: str) -> Callable[[str], str]:
    """Its pin and its hashes left out."""

    def change(text: str) -> str:
        pins = text.replace("\\\n", "\\").splitlines()
        return "\n".join(x for x in pins if not x.startswith(package)).replace("\\", "\\\n")

    return change


def test_the_pins_are_those_the_project_asks_for(project: Path) -> None:
    assert list(faults(project)) == []


def test_make_check_looks_at_them() -> None:
    assert "-m requirements.pins" in (ROOT / "Makefile").read_text().partition("check:")[2]


@pytest.mark.parametrize(
    ("file", "package"), [("runtime", "holidays=="), ("dev", "ruff=="), ("build", "hatchling==")]
)
def test_a_dependency_that_is_not_pinned_is_named(project: Path, file: str, package: str) -> None:
    rewritten(project / "requirements" / f"{file}.txt", without(package))
    [fault] = faults(project)
    assert f"{file}.txt: {package.rstrip('=')}>=" in fault
    assert fault.endswith("not pinned; run make pins")


def test_a_pin_that_no_longer_satisfies_is_named(project: Path) -> None:
    rewritten(project / "pyproject.toml", lambda x: x.replace("numpy>=2.3", "numpy>=99"))
    told = list(faults(project))
    assert [x.split(": ")[1] for x in told] == ["numpy>=99", "numpy>=99"]  # at runtime and in dev
    assert all("pinned as ==" in x for x in told)


def test_a_new_dependency_is_missed_in_every_file_that_needs_it(project: Path) -> None:
    rewritten(
        project / "pyproject.toml",
        lambda x: x.replace('"apiflask', '"left-pad>=1",\n    "apiflask'),
    )
    assert len([x for x in faults(project) if "left-pad>=1: not pinned" in x]) == 2


def test_a_pin_is_one_version_with_a_hash(project: Path) -> None:
    file = project / "requirements" / "runtime.txt"
    rewritten(file, lambda x: x.replace("orjson==", "orjson>="))
    assert ["orjson>=3.11: pinned as >=" in x for x in faults(project)] == [True]
    rewritten(file, lambda x: x + "surplus==1.0\n")
    assert any("surplus has no hash" in x for x in faults(project))
