"""README and docs as a reader meets them: console blocks, and the answers shown below them.

In a ``console`` block a command begins with ``$``; what follows up to the next one belongs to it.
The ``json``, ``csv`` or ``text`` block right below is its answer. JSON is shown indented. A line
that is only ``…`` stands for lines left out, ``<time>`` and ``<n>`` for what differs from run to
run.
"""

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from pathlib import Path

import service

ROOT = Path(service.__file__).parent.parent
DOCUMENTS = ("README.md", *sorted(f"docs/{x.name}" for x in (ROOT / "docs").glob("*.md")))
LEFT_OUT = "…"
ANSWERS = ("json", "csv", "text")
NUMBER = re.compile(r"(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)")
FIGURE = re.compile(rf"(?P<day>\d{{4}}-\d\d-\d\d(?:T[\d:]+)?)|{NUMBER.pattern}")
PLAIN_LIST = re.compile(r"\[\n([^][{}]*)\]")  # of numbers or texts: on one line
AS_NEAR = 1e-6  # relative: what one kind of processor may make of another's last digits

VARYING = (  # what differs from run to run, and how it is shown
    (re.compile(r'("published_at": )"[^"]*"'), r'\1"<time>"'),
    (re.compile(r"published \d{4}-\d\d-\d\d \d\d:\d\d UTC"), "published <time>"),
    (re.compile(r"\b\d+ s$"), "<n> s"),
    (re.compile(r'("seconds": )[\d.]+'), r"\1<n>"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the lines inside, and where they stand in the file."""

    language: str
    first: int  # index of the first line inside
    lines: tuple[str, ...]
    indent: str

    @property
    def end(self) -> int:
        """Index of the fence that closes it."""
        return self.first + len(self.lines)


@dataclass(frozen=True, slots=True)
class Sample:
    """The commands of a console block and, where one is shown, their answer."""

    document: str
    commands: tuple[str, ...]
    console: Block
    answer: Block | None

    @property
    def name(self) -> str:
        """Where to find it."""
        return f"{self.document}:{self.console.first + 1}"


def text_of(document: str) -> str:
    """A document by its path below the project."""
    return (ROOT / document).read_text(encoding="utf-8")


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a Markdown text."""
    lines = text.splitlines()
    fences = [i for i, x in enumerate(lines) if x.lstrip().startswith("```")]
    for opening, closing in zip(fences[::2], fences[1::2], strict=True):
        fence = lines[opening].lstrip()
        indent = lines[opening].removesuffix(fence)
        inside = tuple(x.removeprefix(indent) for x in lines[opening + 1 : closing])
        yield Block(fence[3:], opening + 1, inside, indent)


def samples(document: str, text: str) -> list[Sample]:
    """The console blocks of a document, each with the answer right below it."""
    lines, found = text.splitlines(), list(blocks(text))
    return [
        Sample(document, _commands(block), block, _answer(lines, block, below))
        for block, below in zip_longest(found, found[1:])
        if block.language == "console"
    ]


def _commands(block: Block) -> tuple[str, ...]:
    starts = re.split(r"^\$ ", "\n".join(block.lines), flags=re.MULTILINE)
    return tuple(x.strip("\n") for x in starts if x.strip())


def _answer(lines: list[str], console: Block, below: Block | None) -> Block | None:
    if below is None or below.language not in ANSWERS:
        return None
    between = lines[console.end + 1 : below.first - 1]
    return below if not any(x.strip() for x in between) else None


def shown_as(output: str, language: str) -> list[str]:
    """An output as documents show it: JSON indented, what varies named."""
    text = "\n".join(_indented(output)) if language == "json" else output
    return [_steady(x.rstrip()) for x in text.splitlines()]


def _steady(line: str) -> str:
    for pattern, stands in VARYING:
        line = pattern.sub(stands, line)
    return line


def _indented(output: str) -> Iterator[str]:
    """The JSON values that follow each other in an output."""
    while output := output.lstrip():
        value, end = json.JSONDecoder().raw_decode(output)
        text = json.dumps(value, indent=2, ensure_ascii=False)
        yield PLAIN_LIST.sub(
            lambda x: f"[{' '.join(map(str.strip, x[1].splitlines())).strip()}]", text
        )
        output = output[end:]


def same(shown: Sequence[str], came: Sequence[str]) -> bool:
    """Whether two answers say the same: text exactly, decimals as near as processors agree."""
    return len(shown) == len(came) and all(map(_same_line, shown, came))


def _same_line(shown: str, came: str) -> bool:
    ours, theirs = NUMBER.split(shown), NUMBER.split(came)
    return len(ours) == len(theirs) and all(map(_same_part, ours, theirs))


def _same_part(shown: str, came: str) -> bool:
    if shown == came or "." not in shown + came:
        return shown == came
    decimals = NUMBER.fullmatch(shown) and NUMBER.fullmatch(came)
    return bool(decimals) and math.isclose(float(shown), float(came), rel_tol=AS_NEAR)


class LostPlaceError(Exception):
    """What came has no such place any more: the answer must be shown anew by hand."""


def refreshed(shown: Sequence[str], came: Sequence[str]) -> list[str]:
    """What came, without what the shown answer leaves out.

    The parts between the ``…`` begin and end at lines of the same words, whatever the figures.
    """
    gaps = [i for i, x in enumerate(shown) if x.strip() == LEFT_OUT]
    if not gaps:
        return list(came)
    head, tail = shown[: gaps[0]], shown[gaps[-1] + 1 :]
    at, until = _after(head, came, 0), len(came) - _after(tail[::-1], came[::-1], 0)
    result = list(came[:at])
    for gap, following in pairwise(gaps):
        part = shown[gap + 1 : following]
        start = _start(part, came, at + 1, until)
        at = _after(part, came, start)
        result += [shown[gap], *came[start:at]]
    if at >= until:
        raise LostPlaceError(f"{LEFT_OUT} leaves nothing out")
    return [*result, shown[gaps[-1]], *came[until:]]


def _words(line: str) -> str:
    """The line with its figures taken out; days stay, they tell rows apart."""
    return FIGURE.sub(lambda x: x["day"] or "#", line)


def _start(part: Sequence[str], came: Sequence[str], begin: int, end: int) -> int:
    """Where the lines most like the part begin."""
    words = [_words(x) for x in part]
    found = [i for i in range(begin, end) if _words(came[i]) == words[0]]
    if not found:
        raise LostPlaceError(f"no line like {part[0]!r}")
    return max(found, key=lambda i: (_alike(words, came[i:]), -i))


def _alike(words: Sequence[str], came: Sequence[str]) -> int:
    return sum(x == _words(y) for x, y in zip(words, came, strict=False))


def _after(part: Sequence[str], came: Sequence[str], start: int) -> int:
    """The end of the part that begins at ``start``: as many lines like its last one as it has."""
    if not part:
        return start
    last = _words(part[-1])
    wanted = sum(_words(x) == last for x in part)
    found = [i for i in range(start, len(came)) if _words(came[i]) == last]
    if len(found) < wanted:
        raise LostPlaceError(f"no line like {part[-1]!r}")
    return found[wanted - 1] + 1


def rewritten(text: str, answers: Sequence[tuple[Block, Sequence[str]]]) -> str:
    """The text with other lines in its answer blocks."""
    lines = text.splitlines()
    for block, came in sorted(answers, key=lambda x: -x[0].first):
        lines[block.first : block.end] = [f"{block.indent}{x}".rstrip() for x in came]
    return "\n".join([*lines, ""])
