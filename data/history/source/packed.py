"""What is packed, unpacked beside it under names of our own: .gz and .zip."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from data.history.source.limits import Allowance, Readable, refused

BAD_ARCHIVE = (BadZipFile, EOFError, zlib.error, OSError, NotImplementedError, RuntimeError)
MOST_CONTENTS = 4 << 20  # bytes of an archive's list of contents, held in memory ten times over
ENDS = ((b"PK\x05\x06", 12, 4), (b"PK\x06\x06", 40, 8))  # of archives: where the list's size is
TAIL = (1 << 16) + 200  # bytes in which these stand


def unzipped_gzip(path: Path, name: str, folder: Path) -> Path:
    """The one file in a .gz."""
    inner = folder / "gzip"
    with unpacking(name, ".gz"), gzip.open(path) as stream:
        _write(stream, inner, Allowance(name, path.stat().st_size))
    return inner


@contextmanager
def unpacking(name: str, kind: str) -> Iterator[None]:
    """What a damaged archive raises, in a sentence."""
    try:
        yield
    except BAD_ARCHIVE as error:
        reason = f"this {kind} is cut or damaged ({error}): pack it, or send it, again"
        raise refused(name, reason) from error


def require_few_contents(path: Path, name: str) -> None:
    """An archive's list of contents is read into memory whole, so its size is looked at first."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(size - TAIL, 0))
        tail = stream.read()
    for sign, at, width in ENDS:
        place = tail.find(sign)
        while place >= 0:
            listed = int.from_bytes(tail[place + at : place + at + width], "little")
            if MOST_CONTENTS < listed <= size:
                reason = (
                    f"its list of contents takes {listed >> 20:,} MB, some {listed >> 20}0 MB of "
                    f"memory, the limit is {MOST_CONTENTS >> 20} MB: pack fewer files"
                )
                raise refused(name, reason)
            place = tail.find(sign, place + 1)


def members(archive: ZipFile) -> list[ZipInfo]:
    """The files of an archive that somebody put there on purpose, by name."""
    kept = [x for x in archive.infolist() if not x.is_dir() and not _is_left_over(x.filename)]
    return sorted(kept, key=lambda x: x.filename)


def _is_left_over(name: str) -> bool:
    """Whether a system put a file there for itself: .DS_Store, __MACOSX/…"""
    places = [x for x in name.split("/") if x not in (".", "..")]
    return any(x.startswith((".", "__")) for x in places) or places[-1:] == ["Thumbs.db"]


def extracted(archive: ZipFile, name: str, packed: int, folder: Path) -> Iterator[tuple[str, Path]]:
    """The members with what they are called; none is written under a name of the archive's."""
    allowance = Allowance(name, packed)
    for i, member in enumerate(members(archive)):
        called, inner = f"{name}/{member.filename}", folder / f"member{i}"
        require_plainly_packed(member, called)
        with archive.open(member) as stream:
            _write(stream, inner, allowance)
        yield called, inner


def require_plainly_packed(member: ZipInfo, name: str) -> None:
    """Bzip2 and LZMA unpack a few bytes into hundreds of megabytes at once."""
    if member.flag_bits & 1:
        raise refused(name, "it has a password: save or pack it without one")
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise refused(name, "packed in an uncommon way: pack it as a plain .zip (deflate)")


def _write(stream: Readable, path: Path, allowance: Allowance) -> None:
    with path.open("wb") as out:
        for block in allowance.blocks(stream):
            out.write(block)
