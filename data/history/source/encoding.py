"""In which encoding a text file is written: found in all of it, never guessed from its head."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from data.history.source.limits import BLOCK, refused

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
HEAD = 4096
UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")  # bytes that mean nothing in Windows-1252


def encoding_of(path: Path, name: str) -> tuple[str, int]:
    """The encoding of a file, and how many bytes its mark takes; refused where it has none."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head.strip(b"\r\n \t\0"):
        raise refused(name, "it is empty: the first line names the columns")
    for mark, encoding in BOMS[1:]:
        if head.startswith(mark):
            return encoding, len(mark)
    if len(head) > 3 and (wide := _wide(head)) is not None:
        return wide, 0
    skip = len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0
    return _eight_bits(path, name), skip


def _wide(head: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of plain text is zero."""
    even, odd = head[::2], head[1::2]
    if odd.count(0) > 0.8 * len(odd) and not even.count(0):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > 0.8 * len(even) and not odd.count(0) else None


def _eight_bits(path: Path, name: str) -> str:
    """UTF-8 where all of it is, Windows-1252 where none of its letters beyond ASCII is."""
    wrong, undefined, letters = 0, 0, False  # lines, and whether some text is surely UTF-8
    for line, text in _doubtful_lines(path):
        if b"\0" in text:
            raise refused(name, "a NUL byte: save the file as plain CSV in UTF-8", line, "\\0")
        if text.isascii():
            continue
        undefined = undefined or (line if UNDEFINED & frozenset(text) else 0)
        fits = _is_utf8(text)
        wrong = wrong or (0 if fits else line)
        letters = letters or fits or _has_letters(text)
    if not wrong:
        return "utf-8"
    if letters:
        reason = (
            "mixed encodings: some letters are in UTF-8, and a byte of this line is not; save the "
            "whole file as CSV in UTF-8"
        )
        raise refused(name, reason, wrong)
    if undefined:
        reason = "a byte that is no letter in UTF-8 or Windows-1252: save the file as CSV in UTF-8"
        raise refused(name, reason, undefined)
    return "windows-1252"


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _has_letters(text: bytes) -> bool:
    """Whether some of a text's letters are UTF-8 beside what is not."""
    plain = text.decode("utf-8", "ignore")
    return any(ord(x) > 0x7F and x.isalpha() for x in plain)


def _doubtful_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines, numbered, of those blocks of a file that are not plain ASCII."""
    with path.open("rb") as stream:
        line = 1
        while block := stream.read(BLOCK) + stream.readline(BLOCK):
            if not block.isascii() or b"\0" in block:
                yield from enumerate(block.splitlines(keepends=True), line)
            line += block.count(b"\n")
