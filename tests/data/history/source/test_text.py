"""Text files as records: any delimiter, line end and encoding, in bounded memory."""

import csv
import gzip
import io
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.history.reading.refusals import HistoryRefusedError
from data.history.source import encoding, text
from tests.data.history.source.source_cases import facts, lines, records

HEADER = "Début,Queue,Offered"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "cp1252")
# Letters of Windows-1252 whose bytes, whatever stands beside them, are no UTF-8
CELLS = st.text(st.sampled_from("ab1,;|\t\"'.:/\r\n éàçü"), max_size=6)


def written(rows: list[list[str]], delimiter: str, end: str) -> str:
    out = io.StringIO(newline="")
    # Python 3.11 quotes no line end but the writer's own
    if end == "\r\n":
        csv.writer(out, delimiter=delimiter).writerows(rows)
    else:
        quoted = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
        quoted.writerows(rows)
    return out.getvalue()


def tables() -> st.SearchStrategy[list[list[str]]]:
    width = st.integers(2, 5)
    return width.flatmap(
        lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n).filter(any), max_size=8)
    )


@given(
    tables(),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(ENCODINGS),
    st.sampled_from(["plain", "gz", "zip"]),
)
@settings(deadline=None, max_examples=150)
def test_any_table_comes_back_as_it_was_written(
    body: list[list[str]], delimiter: str, end: str, code: str, packing: str
) -> None:
    width = len(body[0]) if body else 3
    rows = [[f"column {i}" for i in range(width)], ["é" * (i == 1) + "x" for i in range(width)]]
    rows += body
    plain = (f"sep={delimiter}{end}" + written(rows, delimiter, end)).encode(code)
    assert records(packed(plain, packing)) == rows


def packed(plain: bytes, packing: str) -> bytes:
    if packing == "gz":
        return gzip.compress(plain)
    if packing == "zip":
        out = io.BytesIO()
        with ZipFile(out, "w") as archive:
            archive.writestr("calls.csv", plain)
        return out.getvalue()
    return plain


@given(st.integers(1, 60), st.integers(1, 40), st.sampled_from(["\n", "\r\n", "\r"]), st.data())
@settings(
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_where_the_blocks_of_a_file_end_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, block: int, count: int, end: str, data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from(ENCODINGS))
    rows = [["é" * (i % 5), f"{i}", 'a"b'] for i in range(count)]
    source = written([HEADER.split(","), *rows], ";", end).encode(code)
    whole = records(source), lines(source), facts(source)
    with monkeypatch.context() as patched:
        patched.setattr(encoding, "BLOCK", 64 + block)
        patched.setattr(text, "READ", 64 + block)
        patched.setattr(text, "CHUNK", 1 + block % 7)
        assert (records(source), lines(source), facts(source)) == whole


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (HEADER.encode(), "utf-8"),
        (HEADER.encode("utf-8-sig"), "utf-8"),
        (HEADER.encode("cp1252"), "windows-1252"),
        (b"\xef\xbb\xbf" + HEADER.encode("cp1252"), "windows-1252"),
        ("«CAFÉ»;QUALITÉ\u2019\n1;2\n".encode("cp1252"), "windows-1252"),
        (HEADER.encode("utf-16"), "utf-16-le"),
        (HEADER.encode("utf-16-be"), "utf-16-be"),
        (b"a,b\n" * 600_000 + "é,1\n".encode("cp1252"), "windows-1252"),
        (b"a,b\n" * 600_000 + "é,1\n".encode(), "utf-8"),
        (("a,é\r" * 600_000).encode(), "utf-8"),
    ],
)
def test_the_encoding_is_told_by_the_whole_file(source: bytes, code: str) -> None:
    assert facts(source)[0] == code


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("a,b\né,1\n".encode() + "é,2\n".encode("cp1252"), 3, "mixed encodings"),
        ("é,1\n".encode("cp1252") + b"a,b\r\n" + "à,2\n".encode(), 1, "mixed encodings"),
        (b"a,b\r1,\x00\r", 2, "NUL"),
        (b"a,b\n1,\x81\n", 2, "no letter"),
        ("a,b\r\n1,2\r\n".encode("utf-16") + b"\x00\xd8", 3, "cut or damaged"),
        ("a,b\n1,2\n".encode("utf-16") + b"1", 3, "cut or damaged"),
        ("a,b\n1,\0\n".encode("utf-16"), 2, "NUL"),
        (b'a,b\n1,2\n"3,4\n5,6\n', 3, "a quote that opens"),
        (b'a,b\n1,2\n"3"x,4\n5,6\n', 3, "a quote that opens"),
        (b'sep=;\na;b\n1;2\n"3;4\n5;6\n', 4, "a quote that opens"),
        (b"a,b\n" + b"1,2" * 1_000_000, 2, "million characters"),
        (("a,b\n" + "1,2" * 1_000_000).encode("utf-16"), 2, "million characters"),
        (b"", 1, "empty"),
        (b"\xef\xbb\xbf", 1, "empty"),
        (b"\xff\xfe", 1, "empty"),
        (b" \r\n" * 5_000, 1, "empty"),
    ],
)
def test_a_text_that_cannot_be_read_names_its_line(source: bytes, line: int, reason: str) -> None:
    with pytest.raises(HistoryRefusedError, match=reason) as refused:
        records(source)
    assert refused.value.refusals[0].row == line


@pytest.mark.parametrize(("cell", "cells", "rows"), [('"\n"', 50_000, 60), ("x" * 900, 10, 1_500)])
def test_records_that_would_fill_the_memory_are_refused(cell: str, cells: int, rows: int) -> None:
    row = ",".join([cell] * cells)
    with pytest.raises(HistoryRefusedError, match="fill the memory"):
        records(f"{row}\n".encode() * rows)


@pytest.mark.parametrize(
    ("source", "delimiter"),
    [
        ("date;calls;aht\n1;2,5;3,5\n2;3,5;4,5\n", ";"),
        ("Rapport, mars, 2025\nde, à, et\ndate;calls\n1;2\n2;3\n3;4\n4;5\n", ";"),
        ("#fields:date|period|queue\n01022025|0900|x\n", "|"),
        ("a\tb\n1,5\t2,5\n", "\t"),
        ('a,b\n"1;2;3",4\n"1;2;3",4\n', ","),
        ("alone\n1\n2\n", ","),
        ('"SEP=|"\na|b,c\n1|2,3\n', "|"),
        ("\ufeffsep=;\r\na,b;c,d\r\n", ";"),
        ("sep=\t\na;b\tc;d\n", "\t"),
        ("sep=^\na,b^c,d\n", "^"),
        ('sep="\na,b\n1,2\n', ","),
    ],
)
def test_the_delimiter_is_the_one_that_parts_most_records(source: str, delimiter: str) -> None:
    assert facts(source.encode())[1] == delimiter


def test_lines_are_those_of_an_editor() -> None:
    source = b'sep=;\r\n\r\na;b\r\n"1\r\n2";3\r\n;\r\n"4\r5";6\r\n7;8\r\n'
    assert lines(source) == [3, 4, 7, 9]
    assert records(source) == [["a", "b"], ["1\r\n2", "3"], ["4\r5", "6"], ["7", "8"]]


@pytest.mark.parametrize(
    ("tail", "unended"),
    [("1,2\n", False), ("1,2\r", False), ('1,"2"', False), ("1,2", True), ("1,", True)],
)
@pytest.mark.parametrize("code", ENCODINGS)
def test_a_last_line_without_end_may_be_cut(tail: str, unended: bool, code: str) -> None:
    assert facts(f"{HEADER}\n{tail}".encode(code))[2] is unended


def test_the_sign_with_which_dos_ended_a_file_is_no_record() -> None:
    assert records(b"a,b\n1,2\n\x1a") == [["a", "b"], ["1", "2"]]
    assert not facts(b"a,b\n1,2\n\x1a")[2]


def test_a_blank_may_stand_before_the_quote_that_opens_a_text() -> None:
    source = b'"a", "b"\n"1", "2, ""3"""\n'
    assert records(source) == [["a", "b"], ["1", '2, "3"']]


def test_a_table_may_be_walked_through_again() -> None:
    source = b"a,b\n" + b"1,2\n" * 5_000
    assert records(source) == records(source)
    assert len(lines(source)) == 5_001
