"""Imports are kept; the history that is there becomes the first of them."""

import time

import numpy as np
import sqlalchemy as sa
from alembic import op
from numpy.typing import NDArray

from data.stored_arrays import compressed

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SPAN = 1 << 23  # seconds
FORMAT = 1
COUNTS = ("offered", "answered", "abandoned", "answered_in_time")
DURATIONS = ("aht_seconds", "wait_seconds")

history = sa.table(
    "history", *map(sa.column, ("queue", "site", "interval_start", *COUNTS, *DURATIONS))
)
blocks = sa.table("history_blocks", *map(sa.column, ("sha256", "schema_version", "blob")))
given = sa.table(
    "history_import_rows",
    *map(sa.column, ("import_id", "piece", "queue", "site", "block", "sha256")),
)


def upgrade() -> None:
    op.add_column("history", sa.Column("spread", sa.Integer, nullable=False, server_default="0"))
    op.create_table(
        "history_imports",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("imported_at", sa.BigInteger, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("files", sa.Text, nullable=False),
        sa.Column("rows_given", sa.BigInteger, nullable=False),
        sa.Column("rows_new", sa.BigInteger, nullable=False),
        sa.Column("rows_changed", sa.BigInteger, nullable=False),
        sa.Column("rows_unchanged", sa.BigInteger, nullable=False),
        sa.Column("rows_skipped", sa.BigInteger, nullable=False),
        sa.Column("first_start", sa.BigInteger),
        sa.Column("last_start", sa.BigInteger),
        sa.Column("findings", sa.Text, nullable=False),
        sa.Column("accepted", sa.Text, nullable=False),
        sa.Column("warnings", sa.Text, nullable=False),
        sa.Column("undone_at", sa.BigInteger),
        sa.Column("undone_by", sa.Text),
        sa.Column("idempotency_key", sa.Text, unique=True),
        sa.Column("request_sha256", sa.String(64)),
        sa.Column("answer", sa.Text),
    )
    op.create_table(
        "history_blocks",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("schema_version", sa.Integer, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "history_import_rows",
        sa.Column("import_id", sa.Integer, sa.ForeignKey("history_imports.id"), primary_key=True),
        sa.Column("piece", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("block", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.String(64), sa.ForeignKey("history_blocks.sha256"), nullable=False),
    )
    op.create_index(
        "history_import_rows_of_a_block", "history_import_rows", ["queue", "site", "block"]
    )
    _keep_what_is_there(op.get_bind())


def _keep_what_is_there(connection: sa.Connection) -> None:
    """What was imported becomes the first import, so that undoing later ones brings it back."""
    start = history.c.interval_start
    span = sa.select(sa.func.count(), sa.func.min(start), sa.func.max(start))
    rows, first, last = connection.execute(span.select_from(history)).one()
    if rows:
        _give(connection, _first_import(connection, rows, first, last))


def _first_import(connection: sa.Connection, rows: int, first: int, last: int) -> int:
    said = {
        "imported_at": int(time.time()),
        "author": "",
        "origin": "before",
        "rows_given": rows,
        "rows_new": rows,
        "rows_changed": 0,
        "rows_unchanged": 0,
        "rows_skipped": 0,
        "first_start": first,
        "last_start": last,
    }
    empty = dict.fromkeys(("files", "findings", "accepted", "warnings"), "[]")
    record = sa.table("history_imports", *map(sa.column, ("id", *said, *empty)))
    made = sa.insert(record).values({**said, **empty}).returning(record.c.id)
    return int(connection.execute(made).scalar_one())


def _give(connection: sa.Connection, import_id: int) -> None:
    """Every queue's and site's rows, one block of time after the other."""
    key = (history.c.queue, history.c.site)
    start = history.c.interval_start
    series = sa.select(*key, sa.func.min(start), sa.func.max(start)).group_by(*key).order_by(*key)
    known: set[str] = set()
    piece = 0
    for queue, site, first, last in connection.execute(series).all():
        for number in range(first // SPAN, last // SPAN + 1):
            numbers = _block(connection, queue, site, number)
            if not numbers.shape[1]:
                continue
            stored = compressed(numbers, FORMAT)
            if stored["sha256"] not in known:
                known.add(stored["sha256"])
                connection.execute(sa.insert(blocks).values(stored))
            place = {"import_id": import_id, "piece": piece, "queue": queue, "site": site}
            place |= {"block": number, "sha256": stored["sha256"]}
            connection.execute(sa.insert(given).values(place))
            piece += 1


def _block(connection: sa.Connection, queue: str, site: str, number: int) -> NDArray[np.int64]:
    """The rows (8, n): steps from start to start, counts (-1: not known), spread, durations."""
    start = history.c.interval_start
    query = (
        sa.select(*(history.c[x] for x in ("interval_start", *COUNTS, *DURATIONS)))
        .where(history.c.queue == queue, history.c.site == site)
        .where(start >= number * SPAN, start < (number + 1) * SPAN)
        .order_by(start)
    )
    columns = list(zip(*connection.execute(query).all(), strict=True)) or [()] * 7
    table = np.array(columns, dtype=np.float64)  # None becomes NaN
    counts = np.where(np.isnan(table[1:5]), -1, table[1:5]).astype(np.int64)
    steps = np.diff(table[:1].astype(np.int64), prepend=0)
    spread = np.zeros_like(steps)
    durations = np.ascontiguousarray(table[5:]).view(np.int64)
    return np.concatenate([steps, counts, spread, durations])
