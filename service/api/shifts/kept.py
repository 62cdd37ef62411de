"""Shifts for the web: those that are kept; what is missing a process of its own works out.

A worker imports no solver. One such process runs at a time in a worker; others are told to wait.
"""

import os
import subprocess
import sys
from datetime import date
from threading import Lock

from sqlalchemy import Engine

from data.shifts import Goal, PoolShifts
from data.shifts.store import load_shifts
from service.planning.basis.current import Current, NotReadyError
from service.planning.basis.span import QuestionError
from service.planning.shifts.open_weeks import open_weeks_of

_MOST_WEEKS = 4  # that are not kept, in one question
_SECONDS = 120
_RELAIS = "from service.cli import main; main()"
_working = Lock()


def stored_shifts(
    engine: Engine, current: Current, goal: Goal, first: date, last: date
) -> list[PoolShifts]:
    """Of the weeks that hold a day between two days, as far as they are kept."""
    return load_shifts(engine, current.release.head.id, current.stored.id, goal, first, last)


def kept_shifts(
    engine: Engine, current: Current, goal: Goal, first: date, last: date
) -> list[PoolShifts]:
    """Of all these weeks; QuestionError for too many that are not kept, NotReadyError to wait."""
    found = stored_shifts(engine, current, goal, first, last)
    missing = set(open_weeks_of(current, first, last)) - {x.monday for x in found}
    if not missing:
        return found
    if len(missing) > _MOST_WEEKS:
        raise QuestionError(
            "to",
            f"shifts of {len(missing)} of these weeks are not worked out yet; ask at most "
            f"{_MOST_WEEKS} weeks, or let relais shifts --goal {goal} do it",
        )
    _work_out(engine, goal, first, last)
    return stored_shifts(engine, current, goal, first, last)


def _work_out(engine: Engine, goal: Goal, first: date, last: date) -> None:
    if not _working.acquire(blocking=False):
        raise NotReadyError(
            "shifts of another question are being worked out; ask again in a minute"
        )
    try:
        days = ["--from", first.isoformat(), "--to", last.isoformat()]
        command = [sys.executable, "-c", _RELAIS, "shifts", *days, "--goal", goal]
        url = engine.url.render_as_string(hide_password=False)
        subprocess.run(
            command,
            env={**os.environ, "RELAIS_DATABASE_URL": url},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise NotReadyError(
            f"these shifts take longer than {_SECONDS} s; let relais shifts work them out"
        ) from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        raise NotReadyError(
            f"shifts were not worked out: {said[-1] if said else 'no reason'}"
        ) from error
    finally:
        _working.release()
