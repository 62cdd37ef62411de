"""``POST /v1/history``: files in; ``GET /v1/history/imports``: those that came before."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import IO, Any

import numpy as np
from apiflask import APIBlueprint
from flask import Response, current_app, make_response, request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from data.calendar.clock import local_iso
from data.errors import PlannerError
from data.history.imports import IdempotencyKeyError, ImportRecord, answered, list_imports
from data.plan.store import current_plan
from service.api.import_text import ImportAnswer, ImportQuestion, ImportsAnswer
from service.api.intake import Answered, Upload, in_a_process
from service.web.answers import NOT_YET
from service.web.database import database
from service.web.openapi import takes_body
from service.web.problems import problem, refused, unavailable
from service.web.query import query

blueprint = APIBlueprint("imports", __name__, tag="History")

BLOCK = 1 << 20
LONGEST_KEY = 200
MAPPING = "mapping"  # the part of a form that describes the others
TYPES = (
    "application/octet-stream",
    "application/gzip",
    "application/zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text/csv",
    "text/plain",
)
DOCUMENTED = ("application/octet-stream", "text/csv", "text/plain")  # for whatever file
_one_at_a_time = Lock()  # a worker reads one upload, and answers in its other threads


takes_body(
    "/v1/history",
    "post",
    {x: {"schema": {"type": "string", "format": "binary"}} for x in DOCUMENTED}
    | {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "properties": {
                    "file": {"type": "string", "format": "binary"},
                    MAPPING: {"type": "string", "format": "binary"},
                },
                "required": ["file"],
            }
        }
    },
)


@blueprint.post("/v1/history")
@query(blueprint, question=ImportQuestion)
@blueprint.output(ImportAnswer, status_code=201, description="Stored, in one transaction")
@blueprint.doc(
    summary="Import past calls",
    responses=NOT_YET
    | {
        200: "Read and checked, nothing stored (dry_run)",
        400: "The body cannot be read",
        413: "The body is too large",
        415: "The body is of a type that holds no table",
    },
)
def import_history_files(question: ImportQuestion) -> Response:
    """A file as the body, or several as a form (its part ``mapping`` describes the others).

    CSV or other text, .xlsx, .gz, .zip. With the header Idempotency-Key the same request sent again
    gets the first answer again.
    """
    request.max_content_length = current_app.config["MAX_HISTORY_LENGTH"]
    key = _key()
    with _one_upload(), TemporaryDirectory(prefix="relais-") as folder:
        upload = _received(Path(folder), question)
        if (first := _first_answer(key, upload.sha256)) is not None:
            return Response(first, 201, content_type="application/json")
        done = in_a_process(upload, question, key, current_app.config["DATABASE_URL"])
    return _answer(done)


@blueprint.get("/v1/history/imports")
@blueprint.output(ImportsAnswer, description="Who brought what, and what it changed")
@blueprint.doc(summary="Imports of past calls", responses=NOT_YET)
def imports() -> Response:
    """Every import with its files, findings and counts; undone ones say when and by whom."""
    try:
        with database() as engine:
            timezone = current_plan(engine).plan.timezone
            rows = [_import(x, timezone) for x in list_imports(engine)]
    except PlannerError as error:
        raise unavailable(str(error)) from error
    return make_response(current_app.json.response({"rows": rows}))


def _import(record: ImportRecord, timezone: str) -> dict[str, Any]:
    """An import with its times as text: starts on the callers' clock."""
    starts = {
        name: None if start is None else local_iso(np.array([start]), timezone)[0]
        for name, start in (("first", record.first), ("last", record.last))
    }
    instants = {
        name: None if at is None else datetime.fromtimestamp(at, UTC)
        for name, at in (("imported_at", record.imported_at), ("undone_at", record.undone_at))
    }
    return asdict(record) | starts | instants


@contextmanager
def _one_upload() -> Iterator[None]:
    if not _one_at_a_time.acquire(blocking=False):
        raise unavailable("another upload is being read; send this one again in a minute")
    try:
        yield
    finally:
        _one_at_a_time.release()


def _key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not 0 < len(key) <= LONGEST_KEY:
        raise BadRequest(f"the header Idempotency-Key has 1 to {LONGEST_KEY} characters")
    return key


def _received(folder: Path, question: ImportQuestion) -> Upload:
    """The body on disk, in blocks: no worker holds a file."""
    digest = hashlib.sha256(repr(asdict(question)).encode())
    if request.mimetype == "multipart/form-data":
        return _form(folder, digest)
    if request.mimetype not in TYPES:
        raise UnsupportedMediaType(
            f"the body is {request.mimetype or 'of no type'}; send a file as "
            f"{', '.join(TYPES)}, or files as multipart/form-data"
        )
    path = folder / "0"
    _copy(request.stream, path, digest)
    return Upload(((path, Path(question.name).name or "upload"),), None, digest.hexdigest())


def _form(folder: Path, digest: "hashlib._Hash") -> Upload:
    parts = [(name, part) for name, given in request.files.lists() for part in given]
    files: list[tuple[Path, str]] = []
    mapping: Path | None = None
    for at, (name, part) in enumerate(parts):
        called = Path(part.filename or name).name or "upload"
        path = folder / (f"{MAPPING}.toml" if name == MAPPING else str(at))
        digest.update(f"{name} {called}".encode("utf-8", "replace"))
        _copy(part.stream, path, digest)
        if name == MAPPING:
            mapping = path
        else:
            files.append((path, called))
    if not files:
        raise BadRequest("the form has no file: give each as a part with a file name")
    return Upload(tuple(files), mapping, digest.hexdigest())


def _copy(stream: IO[bytes], path: Path, digest: "hashlib._Hash") -> None:
    with path.open("wb") as out:
        while block := stream.read(BLOCK):
            digest.update(block)
            out.write(block)


def _first_answer(key: str | None, sha256: str) -> str | None:
    """What a request of this key was answered before; 503 where there is no database to ask."""
    try:
        with database() as engine:
            return None if key is None else answered(engine, key, sha256)
    except IdempotencyKeyError as error:
        raise refused("Idempotency-Key", str(error)) from error


def _answer(done: Answered) -> Response:
    if done.status >= 400:
        return problem(done.status, done.detail, done.errors)
    return Response(done.body, done.status, content_type="application/json")
