"""README and docs tell the truth: each command is run, each answer and each table compared."""

import difflib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from service.cli import main
from tests.documents import (
    DOCUMENTS,
    ROOT,
    LostPlaceError,
    Sample,
    refreshed,
    same,
    samples,
    shown_as,
    text_of,
)
from tests.key_tables import parameters, requests, with_tables
from tests.sample_case import ADDRESS, RELAIS, SampleCase, outputs, sample_case

pytestmark = [pytest.mark.server, pytest.mark.training]
ALL_SAMPLES = [x for document in DOCUMENTS for x in samples(document, text_of(document))]
REMEDY = "refresh it: .venv/bin/python -m tests.docs_figures"
PAGES = (*DOCUMENTS, "CONTRIBUTING.md", "CHANGELOG.md")


class Answers:
    """What each document's commands write, run once, in the document's order."""

    def __init__(self, case: SampleCase, folder: Path) -> None:
        self._case, self._folder = case, folder
        self._known: dict[str, str] = {}

    def of(self, sample: Sample) -> str:
        """What the sample's commands wrote."""
        if sample.name not in self._known:
            terminal = self._case.terminal(self._folder / sample.document.replace("/", "-"))
            told = outputs(sample.document, terminal)
            self._known |= {one.name: output for one, output in told}
        return self._known[sample.name]


@pytest.fixture(scope="module", name="case")
def _case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleCase]:
    with sample_case(tmp_path_factory.mktemp("demo") / "relais") as case:
        yield case


@pytest.fixture(scope="module", name="answers")
def _answers(case: SampleCase, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return Answers(case, tmp_path_factory.mktemp("documents"))


@pytest.mark.parametrize("sample", ALL_SAMPLES, ids=lambda x: x.name)
def test_what_is_shown_is_what_comes(sample: Sample, answers: Answers) -> None:
    output = answers.of(sample)
    if sample.answer is not None:
        shown = sample.answer.lines
        assert shown, f"{sample.name} shows no answer; {REMEDY}"
        came = refreshed(shown, shown_as(output, sample.answer.language))
        difference = "\n".join(difflib.unified_diff(shown, came, "shown", "came", lineterm=""))
        assert same(shown, came), f"{sample.name}\n{difference}\n{REMEDY}"


@pytest.mark.parametrize("document", DOCUMENTS)
def test_tables_of_keys_are_those_of_the_service(document: str) -> None:
    assert with_tables(text_of(document)) == text_of(document), REMEDY


def test_every_request_is_shown_with_its_answer() -> None:
    asked = "\n".join(x for one in samples(*answers_page()) for x in one.commands)
    for request in requests():
        path = request.split()[1]
        assert re.search(rf"{ADDRESS}{re.escape(path)}(?=[?\s\"]|$)", asked, re.MULTILINE), request


def test_every_key_of_a_query_is_explained() -> None:
    told = re.findall(r"`(\w+)`", answers_page()[1].split("## How many")[0])
    keys = {x["name"] for request in requests() for x in parameters(request)}
    assert keys <= set(told)


def answers_page() -> tuple[str, str]:
    return "docs/answers.md", text_of("docs/answers.md")


def test_every_command_is_shown_with_its_help() -> None:
    page = text_of("docs/commands.md")
    for words in command_names(main, ()):
        assert f"$ {' '.join((RELAIS, *words))} --help\n" in page


def command_names(group: click.Group, so_far: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words of every command below a group."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        words = (*so_far, name)
        if isinstance(command, click.Group):
            yield from command_names(command, words)
        else:
            yield words


def test_the_demo_writes_the_staffing_of_the_transition_and_serves_it(case: SampleCase) -> None:
    rows = (case.folder / "var" / "staffing.csv").read_text().splitlines()
    assert rows[1].startswith("2025-10-01T")
    assert rows[-1].startswith("2026-03-31T")
    assert "synthetic sample case ready" in case.told


def test_the_two_commands_come_first_and_are_what_continuous_integration_runs() -> None:
    first, second, *_ = (x.commands for x in samples("README.md", text_of("README.md")))
    assert (first, second) == (("make demo",), ("make test",))
    dry = subprocess.run(
        ["make", "--dry-run", "test"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "pytest" in dry.stdout
    assert (ROOT / ".ci" / "run").read_text().rstrip().endswith("make test")


def test_the_readme_can_be_read_in_one_sitting() -> None:
    assert len(text_of("README.md").splitlines()) <= 250


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for target, place in re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)", text_of(page)):
        file = (ROOT / page).parent / target if target else ROOT / page
        assert file.exists(), target
        assert not place or place in places(file.read_text(encoding="utf-8")), place


FOLDERS = "models|data|training|service|tests|benchmarks|docs|requirements"


@pytest.mark.parametrize("page", [*DOCUMENTS, "CONTRIBUTING.md"])
def test_files_that_are_named_are_there(page: str) -> None:
    for named in re.findall(rf"`((?:{FOLDERS})/[\w./]*)`", text_of(page)):
        assert (ROOT / named).exists(), named


def places(text: str) -> set[str]:
    """The names of a page's headings, as links have them."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", x.lower()).replace(" ", "-") for x in headings}


OUTPUT = ["head 1", "row a 2", "row b 3", "row c 4", "foot 5"]


def test_an_answer_without_gaps_is_shown_whole() -> None:
    assert refreshed(["head 9", "foot 9"], OUTPUT) == OUTPUT


def test_lines_left_out_stay_left_out_and_the_others_are_as_they_come() -> None:
    assert refreshed(["head 9", "…", "foot 9"], OUTPUT) == ["head 1", "…", "foot 5"]
    assert refreshed(["…", "row b 9", "…"], OUTPUT) == ["…", "row b 3", "…"]


def test_days_tell_rows_apart_where_figures_do_not() -> None:
    came = ["2025-01-01 1", "2025-01-02 2", "2025-01-03 3"]
    assert refreshed(["…", "2025-01-02 9", "…"], came) == ["…", "2025-01-02 2", "…"]


def test_a_gap_that_hides_nothing_or_a_line_that_is_gone_is_said() -> None:
    with pytest.raises(LostPlaceError, match="leaves nothing out"):
        refreshed(["head 1", "row a 2", "…", "row b 3", "row c 4", "foot 5"], OUTPUT)
    with pytest.raises(LostPlaceError, match="no line like 'row d 1'"):
        refreshed(["…", "row d 1", "…"], OUTPUT)


@pytest.mark.parametrize(
    ("shown", "came", "alike"),
    [
        ("agents 14", "agents 14", True),
        ("agents 14", "agents 15", False),
        ("share 0.8883", "share 0.8884", False),
        ("asa 7.835937011777238", "asa 7.835937011777241", True),
        ("morocco 1.5", "belgium 1.5", False),
    ],
)
def test_decimals_may_differ_in_their_last_digits_and_nothing_else(
    shown: str, came: str, alike: bool
) -> None:
    assert same([shown], [came]) is alike
