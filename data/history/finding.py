"""What a file makes one doubt before it is stored."""

from dataclasses import dataclass

LINES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ImportFinding:
    """A doubt about a file: what its rows look like, and what to write instead.

    A grave one stops the import until its ``kind`` is accepted.
    """

    kind: str  # what --accept names, such as aht_in_minutes
    grave: bool
    file: str
    queue: str  # "": the whole file
    site: str
    lines: tuple[int, ...]  # the first rows it is about, as an editor counts them; may be empty
    count: int  # how many rows it is about
    looks_like: str
    remedy: str

    def __str__(self) -> str:
        shown = ", ".join(map(str, self.lines[:LINES_SHOWN]))
        several = "" if len(self.lines) == 1 and self.count == 1 else "s"
        rows = f"row{several} {shown}{' …' if self.count > LINES_SHOWN else ''}: " if shown else ""
        where = " ".join(x for x in (self.queue, self.site) if x)
        about = f"{where}: " if where else ""
        return f"{self.file}: {rows}{about}{self.looks_like} ({self.kind}): {self.remedy}"
