"""Dates and times as people's files write them, one text at a time.

A text gives the wall clock it shows, or the instant where it carries its offset. Whether 3/4 is the
third of April or the fourth of March is settled by the file as a whole (``DateSurvey``).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from data.calendar.clock import DAY, EPOCH
from data.history.formats.head import folded
from data.history.formats.layout import DateOrder
from data.history.notation.numbers import BLANKS, UnsettledError

SERIALS = (32_874, 73_050)  # days of 1990 to 2099 as spreadsheets count them
SPREADSHEET_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
SPANS = (900, 1800, 3600)  # seconds a label such as 09:00-09:30 may span
# Minutes: every offset that some zone has had since 1990 (a test asks the clock database).
ODD_OFFSETS = (-570, -510, -270, -210, -150, 210, 270, 330, 345, 390, 450, 510, 525)
OFFSETS = frozenset((*range(-720, 841, 60), *ODD_OFFSETS, 570, 585, 630, 690, 750, 765, 825))

_OFFSETS = frozenset(timedelta(minutes=x) for x in OFFSETS)
DASH = "\u2013"
_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T,]+(.*))?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T,]+(.*))?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[ T]+(.*))?")
_NAMED = re.compile(
    r"(?:([a-z]+)\.?,? )?(?:(\d{1,2})\.?[ -]([a-z]+)\.?|([a-z]+)\.? (\d{1,2}),?)[ -](\d{4}|\d{2})"
    r"(?:[ ,]+(.*))?"
)
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?P<mark>[:hu.](?P<minute>\d{2})?(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?)?"
    r"(?: ?(?P<half>[ap])\.? ?m\.?)?",
    re.I,
)
_SPAN = re.compile(
    r"(.*\d(?: ?[ap]\.?m\.?)?) ?(?:-|\u2013|\u2014|to|\u00e0|tot|bis) ?(\d{1,2}(?:[:h]\d{2}).*)",
    re.I,
)
_MIDNIGHT = re.compile(r"(\S+)[ T]00:00(?::00)? +(\S.*)")  # a typed date beside a time of day
_TYPED_TIME = re.compile(r"(\S+) +(?:30/12/1899|12/30/1899|1899-12-30)[ T](\S.*)")
_WEEKDAY = re.compile(r"([a-z]+)\.?,? (?=\d{1,2}[/.-]\d)", re.I)
_OF_CLOCK = re.compile(r" ?(?:uhr|uur)\.?$", re.I)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_FOUR = re.compile(r"[0-2]\d[0-5]\d")  # 0900
_FRACTION = re.compile(r"0?[.,]\d+")
_WEEKDAYS = (  # Monday first; "di" is Tuesday in two of the languages
    *(("mon", "lun", "maa", "mo", "ma"), ("tue", "mar", "din", "die", "di")),
    *(("wed", "mer", "woe", "mit", "wo", "mi"), ("thu", "jeu", "don", "do")),
    *(("fri", "ven", "vri", "fre", "fr", "vr"), ("sat", "sam", "zat", "sa", "za")),
    ("sun", "dim", "zon", "son", "so", "zo"),
)
_STEMS = {  # the first letters of the months, in English, French, Dutch and German
    **{
        x: i
        for i, x in enumerate(
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
        )
    },
    **{"fev": 2, "avr": 4, "mai": 5, "juin": 6, "juil": 7, "aou": 8, "maa": 3, "mrt": 3, "mei": 5},
    **{"okt": 10, "dez": 12, "marz": 3},
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a text shows: seconds since 1970, as if in UTC where it has no offset of its own."""

    seconds: int
    has_offset: bool = False
    dated_only: bool = False
    span: int = 0  # seconds, where the text is a span such as 09:00-09:30


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a file's dates are meant; ``spans``: 08:00-08:30 is a span and not an offset."""

    order: DateOrder | None = None
    spans: bool = False
    settled: bool = True  # False: of dates that begin with their year, and nothing else


class UndecidedDateError(ValueError):
    """A date that may be read day first or month first, and nothing in the file decides."""


class WrongOffsetError(ValueError):
    """A time whose offset no zone has."""


@dataclass(slots=True)
class DateSurvey:
    """The evidence in the different texts of a file's times."""

    day_first: str = ""  # a text that proves it
    month_first: str = ""
    short_years: bool = False  # 25-08-27: which part is the year?
    spans: int = 0
    offsets: int = 0

    def add(self, texts: Iterable[str]) -> None:
        """Look at texts of the time columns, joined as they will be read."""
        for raw in texts:
            if raw[4:5] == "-" and "-" not in raw[10:]:
                continue  # a date that begins with its year decides nothing
            text = raw.translate(BLANKS).strip()
            found = _DATE.match(_WEEKDAY.sub("", text))
            if found and found[2] == "-" and len(found[4]) == 2:
                self.short_years = True
            if found and found[2] != ".":
                first, second = int(found[1]), int(found[3])
                self.day_first = self.day_first or (text if first > 12 else "")
                self.month_first = self.month_first or (text if second > 12 else "")
            if "-" in text[10:] and (span := _SPAN.fullmatch(text)):
                fits = _span(span) in SPANS
                self.spans, self.offsets = self.spans + fits, self.offsets + (not fits)

    def form(self, said: DateOrder | None) -> DateForm:
        """What the evidence comes to, what the file's owner or its form said first."""
        order: DateOrder | None = said
        decided = bool(self.day_first) != bool(self.month_first) and not self.short_years
        if order is None and decided:
            order = "day-first" if self.day_first else "month-first"
        return DateForm(order, self.spans > 0 and not self.offsets)


@dataclass(slots=True)
class DateReader:
    """Reads texts of one form."""

    form: DateForm

    def read(self, raw: str) -> Shown:
        """What a text shows; ValueError where it is no time."""
        text = raw.translate(BLANKS).strip()
        for typed in (_MIDNIGHT, _TYPED_TIME):
            if found := typed.fullmatch(text):
                text = f"{found[1]} {found[2]}"
        text = _OF_CLOCK.sub("", text)
        if not self.form.settled and (text[4:5] != "-" or "-" in text[10:]):
            raise UnsettledError
        spanned = " - " in text or DASH in text or self.form.spans
        if spanned and (found := _SPAN.fullmatch(text)):
            return Shown(self._local(found[1].strip()).seconds, span=_span(found))
        iso = _iso(text)
        return iso if iso is not None else self._local(text)

    def _local(self, text: str) -> Shown:
        day, rest = self._day(text)
        seconds = (day.toordinal() - EPOCH.toordinal()) * DAY
        if not rest:
            return Shown(seconds, dated_only=True)
        return Shown(seconds + time_of_day(rest))

    def _day(self, text: str) -> tuple[date, str]:
        if _SERIAL.fullmatch(text):
            return _serial(float(text.replace(",", ".")))
        whole, _, rest = text.partition(" ")
        if _SERIAL.fullmatch(whole):
            return _serial(float(whole.split(".")[0]))[0], rest.strip()
        named = _WEEKDAY.match(text)
        if named is not None:
            day, rest = self._day(text[named.end() :])
            _require_weekday(day, folded(named[1]))
            return day, rest
        plain = folded(text)
        if found := (_YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text)):
            return date(int(found[1]), int(found[2]), int(found[3])), (found[4] or "").strip()
        if found := _DATE.fullmatch(text):
            return self._ordered(found), (found[5] or "").strip()
        if found := _NAMED.fullmatch(plain):
            number, month = found[2] or found[5], _month(found[3] or found[4])
            day = date(_year(found[6]), month, int(number))
            _require_weekday(day, found[1] or "")
            return day, (found[7] or "").strip()
        raise ValueError(text)

    def _ordered(self, found: re.Match[str]) -> date:
        first, second, year = int(found[1]), int(found[3]), _year(found[4])
        order = "day-first" if found[2] == "." else self.form.order
        if order is None and first == second and not (found[2] == "-" and len(found[4]) == 2):
            order = "day-first"  # the same day either way
        if order is None:
            raise UndecidedDateError(found[0])
        return date(year, second, first) if order == "day-first" else date(year, first, second)


def offset_minutes(text: str) -> int | None:
    """Minutes east of UTC of Z, +01:00, -0230 or +01; None where no zone has it."""
    if text == "Z":
        return 0
    digits = text[1:].replace(":", "").ljust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:4])
    signed = -minutes if text[0] == "-" else minutes
    return signed if signed in OFFSETS else None


def time_of_day(text: str) -> int:
    """Seconds after midnight of 9:00, 09:00:00, 9:00 AM, 9h30 or 0.375; a fraction rounds up."""
    if _FRACTION.fullmatch(text):
        return round(float(text.replace(",", ".")) * DAY)
    if _FOUR.fullmatch(text):
        text = f"{text[:2]}:{text[2:]}"
    found = _TIME.fullmatch(text)
    if found is None or not (found["mark"] or found["half"]):
        raise ValueError(text)
    hour, minute, second = (int(found[x] or 0) for x in ("hour", "minute", "second"))
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if found["half"].casefold() == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(text)
    return 3600 * hour + 60 * minute + second + (int(found["fraction"] or 0) > 0)


def _iso(text: str) -> Shown | None:
    """An ISO 8601 time; None where it is another form."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    dated = len(text) <= len("2025-10-26")
    if when.tzinfo is None:
        return Shown(_seconds(when.replace(tzinfo=UTC)), dated_only=dated)
    if when.utcoffset() not in _OFFSETS:
        raise WrongOffsetError(text)
    return Shown(_seconds(when), has_offset=True)


def _seconds(when: datetime) -> int:
    since = when - EPOCH
    # A fraction of a second is off every grid; so is the second that rounding up reaches.
    return since.days * DAY + since.seconds + (since.microseconds > 0)


def _span(found: re.Match[str]) -> int:
    """The seconds between the two times of a label; 0 where they are none."""
    try:
        left = time_of_day(found[1].strip().split(" ")[-1].rpartition("T")[2])
        return (time_of_day(found[2].strip()) - left) % DAY
    except ValueError:
        return 0


def _serial(number: float) -> tuple[date, str]:
    if not SERIALS[0] <= number <= SERIALS[1]:
        raise ValueError(number)
    when = SPREADSHEET_EPOCH + timedelta(seconds=round(number * DAY))
    return when.date(), f"{when:%H:%M:%S}" if number % 1 else ""


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _require_weekday(day: date, word: str) -> None:
    """ValueError where another weekday is named in English, French, Dutch or German."""
    named = [i for i, stems in enumerate(_WEEKDAYS) if word[:3] in stems or word[:2] in stems]
    if named and day.weekday() not in named:
        raise ValueError(f"{day} is no {word}")


def _month(word: str) -> int:
    for length in (4, 3):
        if found := _STEMS.get(word[:length]):
            return found
    raise ValueError(word)
