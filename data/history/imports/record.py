"""Imports as they are kept: who, when, which files, what they changed, and whether undone."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Row, select

from data.database.schema import history_imports
from data.errors import PlannerError

BEFORE = "before"  # the origin of what was there when imports were not kept


class UnknownImportError(PlannerError):
    """There is no import of that id."""

    def __init__(self, import_id: int) -> None:
        super().__init__(
            f"there is no import {import_id}; relais history imports shows those there are"
        )


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file of an import."""

    name: str
    sha256: str  # of the file as it came, hexadecimal
    profile: str
    rows: int  # that it gave


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """What was doubted before the import; its text names the rows."""

    kind: str
    grave: bool
    text: str


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """An import; instants and starts are UTC epoch seconds."""

    id: int
    imported_at: int
    author: str  # "": not said
    origin: str  # command, http, or BEFORE
    files: tuple[ImportedFile, ...]
    rows: int
    new: int
    changed: int
    unchanged: int
    skipped: int  # rows that were refused while the others were stored
    first: int | None  # None: it gave no row
    last: int | None
    findings: tuple[KeptFinding, ...]
    accepted: tuple[str, ...]  # kinds of findings
    warnings: tuple[str, ...]
    undone_at: int | None
    undone_by: str | None


def list_imports(engine: Engine) -> tuple[ImportRecord, ...]:
    """Every import, newest first, undone ones too."""
    with engine.connect() as connection:
        query = select(history_imports).order_by(history_imports.c.id.desc())
        return tuple(map(_record, connection.execute(query)))


def load_import(engine: Engine, import_id: int) -> ImportRecord:
    """An import by its id; UnknownImportError where there is none."""
    with engine.connect() as connection:
        query = select(history_imports).where(history_imports.c.id == import_id)
        row = connection.execute(query).one_or_none()
    if row is None:
        raise UnknownImportError(import_id)
    return _record(row)


def _record(row: Row[Any]) -> ImportRecord:
    return ImportRecord(
        id=row.id,
        imported_at=row.imported_at,
        author=row.author,
        origin=row.origin,
        files=tuple(ImportedFile(**x) for x in json.loads(row.files)),
        rows=row.rows_given,
        new=row.rows_new,
        changed=row.rows_changed,
        unchanged=row.rows_unchanged,
        skipped=row.rows_skipped,
        first=row.first_start,
        last=row.last_start,
        findings=tuple(KeptFinding(**x) for x in json.loads(row.findings)),
        accepted=tuple(json.loads(row.accepted)),
        warnings=tuple(json.loads(row.warnings)),
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
