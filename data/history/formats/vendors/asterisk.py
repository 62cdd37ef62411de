"""Asterisk: ``queue_log``, an event a line, put together into calls.

Source: Asterisk documentation, "Queue Logs". A call counts in the interval it entered its queue.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from data.history.formats.head import Head
from data.history.formats.layout import CallParts, Chunk, Flag, Keep, Layout, Named, When

COLUMNS = ("entered", "queue", "state", "answered", "abandoned", "wait", "talk")
EVENTS = frozenset(
    {"ENTERQUEUE", "CONNECT", "COMPLETEAGENT", "COMPLETECALLER", "ABANDON", "EXITWITHTIMEOUT"}
    | {"EXITEMPTY", "EXITWITHKEY", "BLINDTRANSFER", "ATTENDEDTRANSFER", "TRANSFER", "AGENTDUMP"}
    | {"SYSCOMPAT", "RINGNOANSWER", "RINGCANCELED", "QUEUESTART", "CONFIGRELOAD", "ADDMEMBER"}
    | {"REMOVEMEMBER", "PAUSE", "UNPAUSE", "PAUSEALL", "UNPAUSEALL", "DID", "INFO"}
    | {"PAUSEREASON", "ADDPENALTY", "PENALTY", "TRANSFERPENDING", "HOLD", "UNHOLD"}
)
TALK = {"COMPLETEAGENT": 1, "COMPLETECALLER": 1}  # which parameter is the talk time
TALK |= {"BLINDTRANSFER": 3, "ATTENDEDTRANSFER": 3, "TRANSFER": 3}
GONE = {"ABANDON": 2, "EXITWITHTIMEOUT": 2, "EXITEMPTY": 2, "EXITWITHKEY": 3}  # which is the wait
DROPPED = ("AGENTDUMP", "SYSCOMPAT")
NO_CALL = ("NONE", "REALTIME", "")
DONE = "done"
_EPOCH = re.compile(r"\d{10}(\.\d+)?")


def queue_log(head: Head) -> Layout | None:
    """Lines with pipes: ten digits first, an event in the fifth field."""
    if not head.records or not all(_is_event(x) for x in head.records):
        return None
    return Layout(
        profile="asterisk",
        label="an Asterisk queue_log",
        header=0,
        columns=COLUMNS,
        when=When((0,), zone="UTC", epoch=True),
        queue=Named(1),
        measures=CallParts(
            answered=Flag(3, "word"), abandoned=Flag(4, "word"), waits=(5,), handle=(6,)
        ),
        keeps=(Keep(2, frozenset({DONE})),),
        notes=("AHT is talk alone: the log tells no after-call work",),
        translated=_calls,
    )


def _is_event(cells: tuple[str, ...]) -> bool:
    return len(cells) >= 5 and bool(_EPOCH.fullmatch(cells[0].strip())) and cells[4] in EVENTS


@dataclass(slots=True)
class _Call:
    line: int
    entered: str
    queue: str
    wait: str = ""
    answered: bool = False

    def ended(self, state: str, abandoned: bool = False, talk: str = "") -> tuple[int, list[str]]:
        said = ["yes" if x else "no" for x in (self.answered, abandoned)]
        return self.line, [self.entered, self.queue, state, *said, self.wait, talk]


@dataclass(slots=True)
class _Log:
    """The calls that are in a queue or with an agent, by the call and its queue."""

    open: dict[tuple[str, str], _Call] = field(default_factory=dict)
    ended: list[tuple[int, list[str]]] = field(default_factory=list)

    def take(self, line: int, cells: list[str]) -> None:
        call_id, queue, event, parts = cells[1].strip(), cells[2].strip(), cells[4], cells[5:]
        if call_id in NO_CALL:
            return
        key = (call_id, queue)
        if event == "ENTERQUEUE":
            if key in self.open:
                self.ended.append(self.open[key].ended("entered again"))
            self.open[key] = _Call(line, cells[0].strip(), queue)
        elif key in self.open:
            self._went_on(key, event, parts)

    def _went_on(self, key: tuple[str, str], event: str, parts: list[str]) -> None:
        call = self.open[key]
        if event == "CONNECT":
            call.answered, call.wait = True, _part(parts, 0)
        elif event in TALK:
            self.ended.append(self.open.pop(key).ended(DONE, talk=_part(parts, TALK[event])))
        elif event in GONE:
            call.wait = _part(parts, GONE[event])
            self.ended.append(self.open.pop(key).ended(DONE, abandoned=event == "ABANDON"))
        elif event in DROPPED:
            self.ended.append(self.open.pop(key).ended(DONE))


def _calls(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """The calls of the log by their end; those still open when it ends come last."""
    log = _Log()
    for lines, records in chunks:
        for line, cells in zip(lines, records, strict=True):
            if len(cells) >= 5:
                log.take(line, cells)
        yield _taken(log)
    log.ended += [x.ended("still open when the file ends") for x in log.open.values()]
    yield _taken(log)


def _taken(log: _Log) -> Chunk:
    ended, log.ended = log.ended, []
    return [x for x, _ in ended], [x for _, x in ended]


def _part(parts: list[str], at: int) -> str:
    return parts[at].strip() if at < len(parts) else ""
