"""Write the answers that documents show anew: ``.venv/bin/python -m tests.docs_figures``.

Makes the sample case, serves it, runs every command of README and docs, and puts what came in
place of what is shown; tables of keys likewise. What must be mended by hand is said.
"""

import sys
import tempfile
from pathlib import Path

from tests.documents import (
    DOCUMENTS,
    ROOT,
    LostPlaceError,
    Sample,
    refreshed,
    rewritten,
    same,
    shown_as,
    text_of,
)
from tests.key_tables import with_tables
from tests.sample_case import SampleCase, outputs, sample_case


def refresh(document: str, case: SampleCase, folder: Path) -> list[str]:
    """Write the document anew; what could not be placed."""
    made = list(outputs(document, case.terminal(folder)))
    lost: list[str] = []
    answers = [
        (sample.answer, _lines(sample, output, lost)) for sample, output in made if sample.answer
    ]
    text = with_tables(rewritten(text_of(document), answers))
    (ROOT / document).write_text(text, encoding="utf-8")
    return lost


def _lines(sample: Sample, output: str, lost: list[str]) -> list[str]:
    assert sample.answer is not None
    shown = list(sample.answer.lines)
    try:
        came = refreshed(shown, shown_as(output, sample.answer.language))
    except LostPlaceError as error:
        lost.append(f"{sample.name}: {error}")
        return shown
    return shown if same(shown, came) else came


def main() -> int:
    """Refresh every document, or those named; 1 where something must be mended by hand."""
    with (
        tempfile.TemporaryDirectory() as name,
        sample_case(Path(name) / "relais") as case,
    ):
        lost = [
            problem
            for at, document in enumerate(sys.argv[1:] or DOCUMENTS)
            for problem in refresh(document, case, Path(name) / f"copy{at}")
        ]
    print("\n".join(lost) or "every answer is as it comes now")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
