"""A file opened into the tables it holds: plain, packed, or a workbook."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile, ZipInfo

from data.history.source.limits import BLOCK, LARGEST, copied, refused, unpacked
from data.history.source.table import SourceTable
from data.history.source.text import text_table
from data.history.source.workbook import workbook_tables

GZIP, ZIP, OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
OTHERS = (
    (OLE, "an old Excel file (.xls): save it as .xlsx or as CSV"),
    (b"%PDF", "a PDF: export the report as CSV"),
    (b"{\\rtf", "a text document: export the report as CSV"),
    (b"PK\x05\x06", "an empty archive"),
)
MARKUP = (b"<html", b"<!doctype html", b"<table", b"<?xml")
BAD_ARCHIVE = (BadZipFile, EOFError, zlib.error, OSError, NotImplementedError, RuntimeError)


@contextmanager
def opened_file(source: bytes | Path, name: str) -> Iterator[list[SourceTable]]:
    """The tables of a file, to be walked through while it is open.

    Raises HistoryRefusedError for what is no table: a PDF, an archive packed to hurt, a file whose
    encoding cannot be told.
    """
    with TemporaryDirectory(prefix="relais-") as folder:
        path = source if isinstance(source, Path) else Path(folder) / "source"
        if isinstance(source, bytes):
            path.write_bytes(source)
        yield list(_tables(path, name, sha256_of(path), Path(folder)))


def sha256_of(path: Path) -> str:
    """The hexadecimal digest of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _tables(path: Path, name: str, sha256: str, folder: Path) -> Iterator[SourceTable]:
    with path.open("rb") as stream:
        head = stream.read(512)
    if head.startswith(ZIP):
        yield from _zipped(path, name, sha256, folder)
    elif head.startswith(GZIP):
        yield _gzipped(path, name, sha256, folder)
    else:
        _require_text(head, name)
        yield text_table(path, name, sha256)


def _require_text(head: bytes, name: str) -> None:
    for mark, reason in OTHERS:
        if head.startswith(mark):
            raise refused(name, reason)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(MARKUP):
        raise refused(name, "a web page or XML, whatever its name says: export the report as CSV")


def _gzipped(path: Path, name: str, sha256: str, folder: Path) -> SourceTable:
    inner = folder / "gzip"
    try:
        with gzip.open(path) as stream, inner.open("wb") as out:
            copied(unpacked(stream, name, path.stat().st_size), out.write)
    except BAD_ARCHIVE as error:
        raise refused(name, f"this .gz is cut or damaged ({error}): send it again") from error
    _require_plain(inner, name)
    return text_table(inner, name.removesuffix(".gz"), sha256)


def _zipped(path: Path, name: str, sha256: str, folder: Path) -> Iterator[SourceTable]:
    try:
        with ZipFile(path) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" in names:
                yield from workbook_tables(path, name, sha256)
                return
            if "mimetype" in names and "content.xml" in names:
                raise refused(name, "an OpenDocument file: save it as .xlsx or as CSV")
            members = _members(archive)
            inner = list(_extracted(archive, members, name, folder))
    except BAD_ARCHIVE as error:
        raise refused(name, f"this .zip cannot be unpacked ({error}): pack it again") from error
    if not members:
        raise refused(name, "an archive without a file")
    for member, file in zip(members, inner, strict=True):
        yield text_table(file, f"{name}/{member.filename}", sha256)


def _members(archive: ZipFile) -> list[ZipInfo]:
    """The files of an archive that somebody put there on purpose, by name."""
    kept = [x for x in archive.infolist() if not x.is_dir()]
    named = [x for x in kept if not any(y.startswith((".", "__")) for y in x.filename.split("/"))]
    return sorted(named, key=lambda x: x.filename)


def _extracted(archive: ZipFile, members: list[ZipInfo], name: str, folder: Path) -> Iterator[Path]:
    """The members unpacked under names of our own."""
    left = LARGEST
    for i, member in enumerate(members):
        called, inner = f"{name}/{member.filename}", folder / f"member{i}"
        if member.flag_bits & 1:
            raise refused(called, "it has a password: pack it without one")
        with archive.open(member) as stream, inner.open("wb") as out:
            copied(unpacked(stream, called, member.compress_size, left), out.write)
        left -= inner.stat().st_size
        _require_plain(inner, called)
        yield inner


def _require_plain(path: Path, name: str) -> None:
    with path.open("rb") as stream:
        head = stream.read(512)
    if head.startswith((ZIP, GZIP)):
        raise refused(name, "an archive or a workbook within an archive: import it by itself")
    _require_text(head, name)
