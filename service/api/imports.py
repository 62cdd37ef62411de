"""``POST /v1/history``: files in; ``GET /v1/history/imports``: those that came before."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import IO, Annotated, Any, Literal

from apiflask import APIBlueprint
from flask import Response, current_app, make_response, request
from pydantic import BaseModel
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from data.history.belief.doubts import KINDS
from data.history.formats.recognition import PROFILES
from data.history.imports import IdempotencyKeyError, answered, list_imports
from service.api.intake import Answered, Upload, in_a_process
from service.planning.basis.terms import Listed, OneOf, Term
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
_one_at_a_time = Lock()  # a worker reads one upload, and answers in its other threads


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


takes_body(
    "/v1/history",
    "post",
    {x: {"schema": {"type": "string", "format": "binary"}} for x in TYPES}
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
        if key is not None and (first := _first_answer(key, upload.sha256)) is not None:
            return Response(first, 201, content_type="application/json")
        done = in_a_process(upload, question, key, current_app.config["DATABASE_URL"])
    return _answer(done)


@blueprint.get("/v1/history/imports")
@blueprint.output(ImportsAnswer, description="Who brought what, and what it changed")
@blueprint.doc(summary="Imports of past calls", responses=NOT_YET)
def imports() -> Response:
    """Every import with its files, findings and counts; undone ones say when and by whom."""
    with database() as engine:
        rows = [asdict(x) for x in list_imports(engine)]
    return make_response(current_app.json.response({"rows": rows}))


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
        path = folder / (f"{at}-{MAPPING}.toml" if name == MAPPING else str(at))
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


def _first_answer(key: str, sha256: str) -> str | None:
    try:
        with database() as engine:
            return answered(engine, key, sha256)
    except IdempotencyKeyError as error:
        raise refused("Idempotency-Key", str(error)) from error


def _answer(done: Answered) -> Response:
    if done.status >= 400:
        return problem(done.status, done.detail, done.errors)
    return Response(done.body, done.status, content_type="application/json")
