"""Every import is kept: what it gave, from whom, what it changed; and may be taken back."""

from data.history.imports.alone import NotStoredError
from data.history.imports.answers import IdempotencyKeyError, answered
from data.history.imports.given import DamagedImportError
from data.history.imports.provenance import Provenance
from data.history.imports.record import (
    ImportedFile,
    ImportRecord,
    KeptFinding,
    UnknownImportError,
    list_imports,
    load_import,
)
from data.history.imports.undo import UndoneAlreadyError, UndoResult, undo

__all__ = [
    "DamagedImportError",
    "IdempotencyKeyError",
    "ImportRecord",
    "ImportedFile",
    "KeptFinding",
    "NotStoredError",
    "Provenance",
    "UndoResult",
    "UndoneAlreadyError",
    "UnknownImportError",
    "answered",
    "list_imports",
    "load_import",
    "undo",
]
