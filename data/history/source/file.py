"""A file opened into the tables it holds: plain, packed, or a workbook."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from data.history.source.limits import BLOCK, refused
from data.history.source.packed import (
    extracted,
    require_few_contents,
    unpacking,
    unzipped_gzip,
)
from data.history.source.table import SourceTable
from data.history.source.text import text_table
from data.history.source.workbook import workbook_tables

GZIP, ZIP, OLE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
OTHERS = (
    (OLE, "an old Excel file (.xls), or one with a password: save it as .xlsx or as CSV"),
    (b"%PDF", "a PDF: export the report as CSV"),
    (b"{\\rtf", "a text document: export the report as CSV"),
    (b"PK\x05\x06", "an empty archive"),
    (b"7z\xbc\xaf\x27\x1c", "a .7z archive: pack it as .zip"),
    (b"Rar!", "a .rar archive: pack it as .zip"),
    (b"BZh", "a .bz2 archive: pack it as .gz or .zip"),
    (b"\xfd7zXZ", "a .xz archive: pack it as .gz or .zip"),
    (b"\x28\xb5\x2f\xfd", "a .zst archive: pack it as .gz or .zip"),
    (b"SQLite format 3", "a database: export the table as CSV"),
    (b"PAR1", "a Parquet file: export the table as CSV"),
    (b"\x89PNG", "a picture: export the report as CSV"),
    (b"\xff\xd8\xff", "a picture: export the report as CSV"),
)
MARKUP = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<head", b"<meta", b"<style", b"<!--")
JSON = re.compile(rb'\s*(\{\s*"|\[\s*[\[{])')
TAR = 257  # where an archive of tar is signed
OFFICE = (  # by the parts their archives have
    ("content.xml", "an OpenDocument file: save it as .xlsx or as CSV"),
    ("xl/workbook.bin", "a binary Excel workbook (.xlsb): save it as .xlsx or as CSV"),
    ("word/document.xml", "a Word document: export the report as CSV"),
    ("ppt/presentation.xml", "a PowerPoint file: export the report as CSV"),
    ("Index/Document.iwa", "an Apple Numbers file: export it as CSV or Excel"),
)


@contextmanager
def opened_file(source: bytes | Path, name: str) -> Iterator[list[SourceTable]]:
    """The tables of a file, to be walked through while it is open.

    Raises HistoryRefusedError for what is no table: a PDF, an archive packed to hurt, a file whose
    encoding cannot be told.
    """
    with TemporaryDirectory(prefix="relais-") as folder, ExitStack() as opened:
        path = source if isinstance(source, Path) else Path(folder) / "source"
        if isinstance(source, bytes):
            path.write_bytes(source)
        sha256, head = sha256_of(path), _head(path)
        if head.startswith(ZIP) and _is_workbook(path, name):
            yield opened.enter_context(workbook_tables(path, name, sha256))
        else:
            yield list(_tables(path, name, sha256, Path(folder)))


def sha256_of(path: Path) -> str:
    """The hexadecimal digest of a file, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _tables(path: Path, name: str, sha256: str, folder: Path) -> Iterator[SourceTable]:
    head = _head(path)
    if head.startswith(ZIP):
        yield from _zipped(path, name, sha256, folder)
    elif head.startswith(GZIP):
        inner = unzipped_gzip(path, name, folder)
        yield _plain(inner, name.removesuffix(".gz"), sha256)
    else:
        _require_text(head, name)
        yield text_table(path, name, sha256)


def _is_workbook(path: Path, name: str) -> bool:
    """Whether an archive is one; HistoryRefusedError where it is another office document."""
    require_few_contents(path, name)
    with unpacking(name, ".zip"), ZipFile(path) as archive:
        parts = archive.namelist()
    for part, reason in OFFICE:
        if part in parts:
            raise refused(name, reason)
    return "xl/workbook.xml" in parts


def _zipped(path: Path, name: str, sha256: str, folder: Path) -> Iterator[SourceTable]:
    with unpacking(name, ".zip"), ZipFile(path) as archive:
        inner = list(extracted(archive, name, path.stat().st_size, folder))
    if not inner:
        raise refused(name, "an archive without a file")
    for called, member in inner:
        yield _plain(member, called, sha256)


def _plain(path: Path, name: str, sha256: str) -> SourceTable:
    """What was packed, which must be text."""
    head = _head(path)
    if head.startswith((ZIP, GZIP)):
        raise refused(name, "an archive or a workbook within an archive: import it by itself")
    _require_text(head, name)
    return text_table(path, name, sha256)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(512)


def _require_text(head: bytes, name: str) -> None:
    for mark, reason in OTHERS:
        if head.startswith(mark):
            raise refused(name, reason)
    if head[TAR:].startswith(b"ustar"):
        raise refused(name, "a .tar archive: pack it as .zip")
    plain = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").replace(b"\0", b"")
    if plain.lstrip().lower().startswith(MARKUP):
        raise refused(name, "a web page or XML, whatever its name says: export the report as CSV")
    if JSON.match(plain):
        raise refused(name, "JSON: export the report as CSV")
