"""``python -m service.commands.history.upload``: an order on standard input, its answer on output.

The service runs it for each upload, so that reading never holds up an answer.
"""

import json
import sys
from pathlib import Path
from typing import Any

from data.database import connect
from data.errors import PlannerError
from data.history.belief.doubts import DoubtedHistoryError
from data.history.imports import IdempotencyKeyError
from data.history.reading.file import HistoryRefusedError, Reading
from data.history.reading.refusals import SHOWN
from data.history.store import ImportResult
from data.history.taking import Looked, Taking, look_at, take
from data.plan.store import current_plan
from service.commands.history.understood import HEADER, first_rows

Answer = dict[str, Any]


def main() -> None:
    """Read an order, answer it."""
    json.dump(_answered(json.load(sys.stdin)), sys.stdout)


def _answered(order: Answer) -> Answer:
    try:
        return _done(order)
    except HistoryRefusedError as error:
        refusals = error.refusals
        errors = [
            {"pointer": f"{x.file}: row {x.row}: {x.column}", "detail": f'"{x.value}": {x.reason}'}
            for x in refusals[:SHOWN]
        ]
        return _refused(f"{len(refusals)} cells cannot be taken; nothing was stored", errors)
    except DoubtedHistoryError as error:
        errors = [{"pointer": f"?accept={x.kind}", "detail": str(x)} for x in error.findings]
        return _refused("the files look wrong; nothing was stored", errors)
    except IdempotencyKeyError as error:
        return _refused(str(error), [{"pointer": "Idempotency-Key", "detail": str(error)}])
    except PlannerError as error:
        return {"status": 503, "detail": str(error)}


def _done(order: Answer) -> Answer:
    engine = connect(order["database_url"] or None)
    plan = current_plan(engine).plan
    reading = Reading(order["profile"], order["timezone"], order["date_order"])
    files = [(Path(path), name) for path, name in order["files"]]
    looked = look_at(engine, plan, files, reading)
    if order["dry_run"]:
        if looked.refused:
            raise HistoryRefusedError(looked.refused)
        return {"status": 200, "body": _body(looked, None, plan.timezone)}
    taking = Taking(
        skip_bad_rows=order["skip_bad_rows"],
        accepted=tuple(order["accepted"]),
        origin="http",
        idempotency_key=order["key"],
        request_sha256=order["request_sha256"],
    )
    bodies: list[str] = []

    def answer(stored: ImportResult) -> str:
        bodies.append(_body(looked, stored, plan.timezone))
        return bodies[0]

    take(engine, plan, looked, taking, answer)
    return {"status": 201, "body": bodies[0]}


def _body(looked: Looked, stored: ImportResult | None, timezone: str) -> str:
    """The answer's JSON; of a dry run nothing was stored."""
    counted = (stored.new, stored.changed, stored.unchanged) if stored else (None, None, None)
    warnings = stored.warnings if stored else [y for x in looked.files for y in x.warnings]
    return json.dumps(
        {
            "import_id": stored.import_id if stored else None,
            "rows": stored.rows if stored else sum(x.rows for x in looked.files),
            **dict(zip(("new", "changed", "unchanged"), counted, strict=True)),
            "skipped": stored.skipped if stored else 0,
            "files": [
                {
                    "name": x.name,
                    "profile": x.profile,
                    "taken_for": x.taken_for,
                    "rows": x.rows,
                    "columns": dict(x.used),
                    "left": list(x.left),
                    "first_rows": [
                        dict(zip(HEADER, row, strict=True)) for row in first_rows(x, timezone)
                    ],
                }
                for x in looked.files
            ],
            "findings": [
                {"kind": x.kind, "grave": x.grave, "text": str(x)} for x in looked.findings
            ],
            "warnings": list(warnings),
        }
    )


def _refused(detail: str, errors: list[dict[str, str]]) -> Answer:
    return {"status": 422, "detail": detail, "errors": errors}


if __name__ == "__main__":
    main()
