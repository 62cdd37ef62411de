"""An upload read in a process of its own: a worker goes on answering, its memory stays small."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from service.web.logs import log
from service.web.problems import unavailable

PROCESS = (sys.executable, "-m", "service.commands.history.upload")


@dataclass(frozen=True, slots=True)
class Upload:
    """Files on disk with the names they came under, and a mapping for them."""

    files: tuple[tuple[Path, str], ...]
    mapping: Path | None
    sha256: str  # of the whole request: what was asked, and the files


@dataclass(frozen=True, slots=True)
class Answered:
    """What the process says: a body, or what is wrong."""

    status: int
    body: str = ""
    detail: str = ""
    errors: Sequence[Mapping[str, str]] = field(default_factory=list)


class Asked(Protocol):
    """What is asked of an import."""

    @property
    def profile(self) -> str:
        """A form's name."""

    @property
    def timezone(self) -> str | None:
        """Of times without offset."""

    @property
    def date_order(self) -> str | None:
        """Of dates that may be read in two ways."""

    @property
    def dry_run(self) -> bool:
        """Whether nothing is stored."""

    @property
    def skip_bad_rows(self) -> bool:
        """Whether the good rows are stored though others are refused."""

    @property
    def accept(self) -> tuple[str, ...]:
        """Findings that do not stop it."""


def in_a_process(upload: Upload, asked: Asked, key: str | None, database_url: str) -> Answered:
    """Have an upload read and stored; 503 where the process itself fails."""
    order = {
        "database_url": database_url,
        "files": [[str(path), name] for path, name in upload.files],
        "profile": asked.profile if upload.mapping is None else str(upload.mapping),
        "timezone": asked.timezone,
        "date_order": asked.date_order,
        "dry_run": asked.dry_run,
        "skip_bad_rows": asked.skip_bad_rows,
        "accepted": list(asked.accept),
        "key": key,
        "request_sha256": upload.sha256,
    }
    done = subprocess.run(PROCESS, input=json.dumps(order), capture_output=True, text=True)
    if done.returncode or not done.stdout:
        log().error("upload", exit=done.returncode, error=done.stderr[-2000:])
        raise unavailable("the files could not be read; look at this service's log")
    return Answered(**json.loads(done.stdout))
