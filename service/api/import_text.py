"""What ``POST /v1/history`` is asked and answers."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel

from data.history.belief.doubts import KINDS
from data.history.formats.recognition import PROFILES
from service.planning.basis.terms import Listed, OneOf, Term


def _kinds(text: str) -> tuple[str, ...]:
    kinds = tuple(text.split(","))
    if unknown := [x for x in kinds if x not in KINDS]:
        raise ValueError(f"there is no finding {unknown[0]}; they are {', '.join(KINDS)}")
    return kinds


@dataclass(frozen=True, slots=True)
class ImportQuestion:
    """What is said of the files, and what shall be done with them."""

    profile: Annotated[
        str, OneOf({x: x for x in PROFILES}), Term("What wrote the files; auto finds out")
    ] = "auto"
    timezone: Annotated[str | None, Term("Of interval starts that carry no offset")] = None
    date_order: Annotated[
        Literal["day-first", "month-first"] | None,
        Term("Of dates such as 03/04/2025, where no date of the file decides"),
    ] = None
    dry_run: Annotated[bool, Term("Read and check, store nothing")] = False
    skip_bad_rows: Annotated[bool, Term("Store the good rows though others are refused")] = False
    accept: Annotated[
        tuple[str, ...],
        Listed("kinds of findings, parted by commas", "[a-z_,]{1,400}", _kinds),
        Term("Findings that do not stop the import"),
    ] = ()
    name: Annotated[str, Term("The file's name, where the body is the file itself")] = "upload"


class FileUnderstood(BaseModel):
    """What a table of a file was taken for."""

    name: str
    profile: str
    taken_for: str
    rows: int
    columns: dict[str, str]
    left: list[str]
    first_rows: list[dict[str, str]]


class FoundInFile(BaseModel):
    """What makes one doubt a file."""

    kind: str
    grave: bool
    text: str


class ImportAnswer(BaseModel):
    """What was stored; with ``dry_run`` what would be, and no ``import_id``."""

    import_id: int | None
    rows: int
    new: int | None
    changed: int | None
    unchanged: int | None
    skipped: int
    files: list[FileUnderstood]
    findings: list[FoundInFile]
    warnings: list[str]


class ImportsAnswer(BaseModel):
    """Every import, newest first."""

    rows: list[dict[str, Any]]
