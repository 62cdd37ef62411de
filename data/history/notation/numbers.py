"""How a file writes its numbers: which mark parts decimals, which thousands.

Nothing is guessed from one cell: the file as a whole tells, or its owner is asked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Mark = Literal[".", ","]

BLANKS = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007", " "))
_SHAPE = re.compile(r"[+-]?([0-9]*)([.,])([0-9]*)")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:(?:\.[0-9]{3})+(?:,[0-9]*)?|(?:,[0-9]{3})+(?:\.[0-9]*)?)")
REMEMBERED = 200_000  # different texts; more of them add no evidence worth their memory


@dataclass(frozen=True, slots=True)
class NumberForm:
    """The mark before decimals; the other one, where it is found in a number, parts thousands."""

    decimal: Mark
    doubtful: bool = False  # "1.234" may be either: such a cell is refused
    settled: bool = True  # False: only taken for granted, and not with any mark but this one

    @property
    def thousands(self) -> Mark:
        """The mark that is not the decimal one."""
        return "," if self.decimal == "." else "."


class UnsettledError(Exception):
    """A text that only a look at the whole file settles, met before there was one."""


class MixedMarksError(ValueError):
    """A file whose numbers cannot all be right; the text shows two of them."""


@dataclass(slots=True)
class NumberSurvey:
    """The evidence in the different texts of a file's number columns."""

    decimals: dict[Mark, str] = field(default_factory=dict)  # mark: a text that proves it
    groups: dict[Mark, str] = field(default_factory=dict)
    counts_of_three: dict[Mark, set[str]] = field(default_factory=dict)  # the digits behind
    durations_of_three: dict[Mark, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def add(self, texts: Iterable[str], are_counts: bool) -> None:
        """Look at texts of a column of counts, or of durations."""
        for text in texts:
            if text in self._seen or ("." not in text and "," not in text):
                continue
            if len(self._seen) < REMEMBERED:
                self._seen.add(text)
            self._look(text.translate(BLANKS).replace(" ", "").rstrip("%"), are_counts)

    def form(self, delimiter: str, said: Mark | None) -> NumberForm:
        """What the evidence comes to; MixedMarksError where it contradicts itself."""
        if said is not None:
            return NumberForm(said)
        self._require_one_kind()
        proved = self._proved()
        if proved is not None:
            return NumberForm(proved)
        usual: Mark = "," if delimiter == ";" else "."
        other: Mark = "." if delimiter == ";" else ","
        return NumberForm(usual, doubtful=other in self.durations_of_three)

    def _proved(self) -> Mark | None:
        """The decimal mark, where a number of the file can be read in one way only."""
        if self.decimals:
            return next(iter(self.decimals))
        parted = [*self.groups, *self.counts_of_three]
        return None if not parted else "." if parted[0] == "," else ","

    def _require_one_kind(self) -> None:
        both = [*self.decimals.items()]
        if len(both) > 1:
            raise MixedMarksError(f'"{both[0][1]}" and "{both[1][1]}" have different decimal marks')
        parts = {**{k: min(v) for k, v in self.counts_of_three.items()}, **self.groups}
        for mark, text in self.decimals.items():
            if mark in parts:
                raise MixedMarksError(f'"{text}" has decimals behind "{mark}", others thousands')
        if len(parts) > 1:
            raise MixedMarksError("some numbers part thousands with a point, others with a comma")
        zeros = [k for k, v in self.counts_of_three.items() if v == {"000"}]
        if zeros and not self.decimals and not self.groups:
            raise MixedMarksError(
                f'all counts with "{zeros[0]}" end in 000: thousands or decimals?'
            )

    def _look(self, text: str, are_counts: bool) -> None:
        if ":" in text:
            return
        if shape := _SHAPE.fullmatch(text):
            self._look_at_one(text, shape, are_counts)
        elif _GROUPED.fullmatch(text):
            first: Mark = "." if text.find(".") < text.find(",") or "," not in text else ","
            if "." in text and "," in text:
                self.decimals.setdefault("," if first == "." else ".", text)
            elif text.count(first) > 1 or "." not in text:
                self.groups.setdefault("," if "," in text else ".", text)

    def _look_at_one(self, text: str, shape: re.Match[str], are_counts: bool) -> None:
        mark: Mark = "." if shape[2] == "." else ","
        of_three = len(shape[3]) == 3 and 1 <= len(shape[1]) <= 3 and not shape[1].startswith("0")
        if not of_three:
            if shape[3].strip("0") or not are_counts or len(shape[3]) != 3:
                self.decimals.setdefault(mark, text)
        elif are_counts:
            self.counts_of_three.setdefault(mark, set()).add(shape[3])
        else:
            self.durations_of_three.setdefault(mark, text)
