"""Archives: what is in them, and what is packed to hurt."""

import gzip
import io
import os
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest

from data.history.reading.refusals import HistoryRefusedError
from data.history.source import packed
from data.history.source.file import opened_file, sha256_of
from data.history.source.limits import HARMLESS
from tests.data.history.source.source_cases import records

CSV = b"a,b\n1,2\n"


def archive(files: dict[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", method) as packing:
        for name, content in files.items():
            packing.writestr(name, content)
    return out.getvalue()


def test_the_files_of_an_archive_are_tables_by_name() -> None:
    files = {"march/b.csv": CSV, "a.csv": b"c;d\n3;4\n", "empty/": b"", "__MACOSX/a.csv": b"\0"}
    source = archive({**files, ".DS_Store": b"\0", "x/.hidden": b""})
    with opened_file(source, "calls.zip") as tables:
        assert [x.name for x in tables] == ["calls.zip/a.csv", "calls.zip/march/b.csv"]
        assert [next(x.chunks())[1][1] for x in tables] == [["3", "4"], ["1", "2"]]
        assert len({x.sha256 for x in tables}) == 1


def test_what_is_packed_is_known_by_its_content_and_by_the_hash_of_the_whole(
    tmp_path: Path,
) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(gzip.compress(CSV) + gzip.compress(b"3,4\n"))
    with opened_file(path, "calls.csv") as (table,):
        assert table.sha256 == sha256_of(path)
        assert list(table.chunks()) == [([1, 2, 3], [["a", "b"], ["1", "2"], ["3", "4"]])]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (archive({"a.zip": archive({"a.csv": CSV})}), "within an archive"),
        (archive({"a.csv": gzip.compress(CSV)}), "within an archive"),
        (gzip.compress(archive({"a.csv": CSV})), "within an archive"),
        (gzip.compress(b"x" * 257 + b"ustar"), "tar archive"),
        (archive({"folder/": b""}), "without a file"),
        (archive({}), "empty archive"),
        (archive({"a.csv": CSV, "b.pdf": b"%PDF-1.4"}), "a PDF"),
        (archive({"a.csv": CSV}, ZIP_LZMA), "uncommon"),
        (archive({"a.csv": CSV}, ZIP_BZIP2), "uncommon"),
        (archive({"a.csv": CSV})[:-30], "cut or damaged"),
        (archive({"a.csv": CSV}, ZIP_STORED).replace(b"1,2", b"1;2"), "cut or damaged"),
        (gzip.compress(os.urandom(10_000))[:-5_000], "cut or damaged"),
        (gzip.compress(CSV)[:-8] + b"\0" * 8, "cut or damaged"),
        (archive({"mimetype": b"x", "content.xml": b"<x/>"}), "OpenDocument"),
        (archive({"xl/workbook.bin": b"x"}), "xlsb"),
        (archive({"word/document.xml": b"x"}), "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b"\xef\xbb\xbf\r\n<TABLE border=1>", "web page"),
        ("<html xmlns:x='urn'>".encode("utf-16"), "web page"),
        (b"<?xml version='1.0'?><Workbook/>", "web page or XML"),
        (b'[\n {"interval": 1}]', "JSON"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
    ],
)
def test_what_is_no_table_is_refused_for_what_it_is(source: bytes, reason: str) -> None:
    with pytest.raises(HistoryRefusedError, match=reason):
        records(source)


def test_an_archive_with_a_password_is_refused() -> None:
    source = bytearray(archive({"a.csv": CSV}))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        source[source.index(sign) + at] |= 1
    with pytest.raises(HistoryRefusedError, match="password"):
        records(bytes(source))


@pytest.mark.parametrize("kind", ["gz", "zip", "members"])
def test_what_is_packed_to_hurt_is_refused_with_its_size_and_the_limit(kind: str) -> None:
    zeros = b"0,0\n" * (HARMLESS // 4 + 1)
    half = zeros[: HARMLESS // 2 + 8]
    made = {
        "gz": lambda: gzip.compress(zeros),
        "zip": lambda: archive({"a.csv": zeros}),
        "members": lambda: archive({"a.csv": half, "b.csv": half}),
    }
    with pytest.raises(HistoryRefusedError, match=r"unpack to more than 100 MB on disk"):
        records(made[kind]())


def test_an_archive_of_too_many_files_is_refused_before_its_list_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packed, "MOST_CONTENTS", 2_000)
    with pytest.raises(HistoryRefusedError, match="pack fewer files"):
        records(archive({f"{i}.csv": CSV for i in range(60)}))


def test_names_in_messages_are_short_and_without_control_characters() -> None:
    with pytest.raises(HistoryRefusedError) as refused:
        records(archive({"\x1b[31m" + "../" * 100 + "x.csv": b"%PDF"}))
    file = refused.value.refusals[0].file
    assert len(file) == 200
    assert file.isprintable()
