"""In which encoding a text file is written: found in all of it, never guessed from its head."""

import codecs
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from data.history.source.limits import BLOCK, refused

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
HEAD = 4096
BLANK = b"\r\n \t\0\x1a\xef\xbb\xbf\xff\xfe"
UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")  # bytes that mean nothing in Windows-1252
# What UTF-8 is believed for beside bytes that are none. The other letters of two bytes are what an
# accented capital of Windows-1252 gives with the sign behind it: É» is C9 BB, a phonetic r.
LETTERS = re.compile("[À-ÖØ-öø-ſͰ-ӿ\u0600-\u06ff\u0800-\U0010ffff]")
NUL = "a NUL byte: the file is damaged, or no text; save it as plain CSV in UTF-8"
LONG = "a line of more than a million characters: no table of calls; export it again as CSV"
MIXED = (
    "mixed encodings: some letters are in UTF-8, and a byte of this line is not; save the whole "
    "file as CSV in UTF-8"
)


def encoding_of(path: Path, name: str) -> tuple[str, int]:
    """The encoding of a file, and how many bytes its mark takes; refused where it has none.

    All of the file is looked at: it can be decoded, has no NUL, and each line fits in two blocks.
    """
    if not any(x.strip(BLANK) for x in _blocks(path, 0)):
        raise refused(name, "it is empty: the first line names the columns")
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    mark, marked = next((x for x in BOMS if head.startswith(x[0])), (b"", ""))
    wide = marked if marked.startswith("utf-16") else _wide(head)
    if wide:
        _require_wide(path, wide, len(mark), name)
    return wide or _eight_bits(path, len(mark), name), len(mark)


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: every second byte of plain text is zero."""
    even, odd = head[::2], head[1::2]
    if odd.count(0) > 0.8 * len(odd) and not even.count(0):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > 0.8 * len(even) and not odd.count(0) else ""


def _require_wide(path: Path, encoding: str, skip: int, name: str) -> None:
    """Decode all of a file in UTF-16."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, run, held = 1, 0, ""
    for block in chain(_blocks(path, skip), (b"",)):
        try:
            text = held + decoder.decode(block, not block)
        except UnicodeDecodeError as error:
            before = bytes(error.object[: error.start]).decode(encoding)
            reason = f"no {encoding.upper()} text from here on: the file is cut or damaged"
            raise refused(name, reason, line + line_ends(before)) from error
        held = "\r" if block and text.endswith("\r") else ""  # its \n may come with the next block
        text = text[: len(text) - len(held)]
        if "\0" in text:
            raise refused(name, NUL, line + line_ends(text[: text.index("\0")]), "\\0")
        ends = line_ends(text)
        run = 0 if ends else run + len(text)
        if run > BLOCK:
            raise refused(name, LONG, line)
        line += ends


def line_ends(text: str) -> int:
    """How many lines end in a text, as an editor counts them."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _eight_bits(path: Path, skip: int, name: str) -> str:
    """UTF-8 where all of it is, Windows-1252 where none of its letters beyond ASCII is."""
    wrong, undefined, letters = 0, (0, ""), False
    for line, block in _whole_lines(path, skip, name):
        if b"\0" in block:
            raise refused(name, NUL, _line_of(block, block.index(b"\0"), line), "\\0")
        if block.isascii():
            continue
        text, at = _as_utf8(block)
        letters = letters or LETTERS.search(text) is not None
        wrong = wrong or (_line_of(block, at, line) if at is not None else 0)
        if not undefined[0] and (found := UNDEFINED.search(block)):
            undefined = _line_of(block, found.start(), line), f"\\x{found[0].hex()}"
    if not wrong:
        return "utf-8"
    if letters:
        raise refused(name, MIXED, wrong)
    if undefined[0]:
        reason = "a byte that is no letter in UTF-8 or Windows-1252: save the file as CSV in UTF-8"
        raise refused(name, reason, *undefined)
    return "windows-1252"


def _as_utf8(block: bytes) -> tuple[str, int | None]:
    """What of a block is UTF-8, and where the first byte stands that is not."""
    try:
        return block.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return block.decode("utf-8", "ignore"), error.start


def _line_of(block: bytes, at: int, first: int) -> int:
    return first + line_ends(block[:at].decode("latin-1"))


def _whole_lines(path: Path, skip: int, name: str) -> Iterator[tuple[int, bytes]]:
    """A file by whole lines, about a block at a time, each with the number of its first."""
    line, rest = 1, b""
    for block in _blocks(path, skip):
        whole = max(block.rfind(b"\n"), block.rfind(b"\r", 0, -1)) + 1
        if not whole and len(rest) + len(block) > BLOCK:
            raise refused(name, LONG, line)
        if whole:
            yield line, rest + block[:whole]
            line += line_ends((rest + block[:whole]).decode("latin-1"))
            rest = b""
        rest += block[whole:]
    if rest:
        yield line, rest


def _blocks(path: Path, skip: int) -> Iterator[bytes]:
    with path.open("rb") as stream:
        stream.seek(skip)
        while block := stream.read(BLOCK):
            yield block
