"""A new import's record: opened before its rows, closed with what they changed."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, update

from data.database.schema import history_imports
from data.history.imports.answers import require_unused
from data.history.imports.provenance import Provenance
from data.history.imports.record import ImportedFile, KeptFinding


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; ``first`` and ``last`` are the starts it held, UTC epoch seconds."""

    rows: int
    new: int
    changed: int
    unchanged: int
    first: int | None
    last: int | None
    warnings: tuple[str, ...]
    skipped: int = 0  # rows that were refused while the others were stored
    import_id: int | None = None  # None: no file, nothing to keep


def open_entry(connection: Connection, provenance: Provenance) -> int:
    """The id of a new import; IdempotencyKeyError where its key has been used."""
    require_unused(connection, provenance.idempotency_key)
    findings = [KeptFinding(x.kind, x.grave, str(x)) for x in provenance.findings]
    counts = ("rows_given", "rows_new", "rows_changed", "rows_unchanged", "rows_skipped")
    values = {
        "imported_at": int(time.time()),
        "author": provenance.author,
        "origin": provenance.origin,
        "files": "[]",
        "findings": _json([asdict(x) for x in findings]),
        "accepted": _json(provenance.accepted),
        "warnings": "[]",
        "idempotency_key": provenance.idempotency_key,
        "request_sha256": provenance.request_sha256,
        **dict.fromkeys(counts, 0),
    }
    made = insert(history_imports).values(values).returning(history_imports.c.id)
    return int(connection.execute(made).scalar_one())


def close_entry(
    connection: Connection, result: ImportResult, files: Sequence[ImportedFile], answer: str | None
) -> None:
    """Say what the import did, and what its request is answered."""
    values = {
        "files": _json([asdict(x) for x in files]),
        "rows_given": result.rows,
        "rows_new": result.new,
        "rows_changed": result.changed,
        "rows_unchanged": result.unchanged,
        "rows_skipped": result.skipped,
        "first_start": result.first,
        "last_start": result.last,
        "warnings": _json(result.warnings),
        "answer": answer,
    }
    this = history_imports.c.id == result.import_id
    connection.execute(update(history_imports).where(this).values(values))


def _json(value: object) -> str:
    """JSON that any database takes: of a file name that is no text, what is none becomes ?."""
    return json.dumps(value, ensure_ascii=False).encode(errors="replace").decode()
