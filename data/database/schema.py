"""The tables of the one database.

Instants are UTC epoch seconds (BIGINT), local days ISO text, arrays ``.npy`` bytes. The schema is
the same on SQLite and PostgreSQL; ``data.migrations`` creates it.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

plans = Table(
    "plans",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("imported_at", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("text", Text, nullable=False),
)

# The holidays a plan was read with: dated rows, so that no later library changes an old plan.
plan_holidays = Table(
    "plan_holidays",
    metadata,
    Column("plan_id", ForeignKey("plans.id"), primary_key=True),
    Column("calendar", Text, primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("name", Text, nullable=False),
)

history = Table(
    "history",
    metadata,
    Column("queue", Text, primary_key=True),
    Column("site", Text, primary_key=True),  # empty: not said
    Column("interval_start", BigInteger, primary_key=True, autoincrement=False),
    Column("offered", Integer, nullable=False),
    Column("answered", Integer),
    Column("abandoned", Integer),
    Column("answered_in_time", Integer),
    Column("aht_seconds", Float),
    Column("wait_seconds", Float),
    # 1: part of a daily total, spread by the learned profile
    Column("spread", Integer, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)

# History is what the imports that are not undone give, in their order; later rows stand.
history_imports = Table(
    "history_imports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("imported_at", BigInteger, nullable=False),
    Column("author", Text, nullable=False),  # empty: not said
    Column("origin", Text, nullable=False),  # command, http, before (these were kept)
    Column("files", Text, nullable=False),  # JSON: name, sha256, profile, rows of each
    Column("rows_given", BigInteger, nullable=False),
    Column("rows_new", BigInteger, nullable=False),
    Column("rows_changed", BigInteger, nullable=False),
    Column("rows_unchanged", BigInteger, nullable=False),
    Column("rows_skipped", BigInteger, nullable=False),  # refused, and the others stored
    Column("first_start", BigInteger),
    Column("last_start", BigInteger),
    Column("findings", Text, nullable=False),  # JSON: kind, grave, text of each
    Column("accepted", Text, nullable=False),  # JSON: kinds of findings
    Column("warnings", Text, nullable=False),  # JSON
    Column("undone_at", BigInteger),
    Column("undone_by", Text),
    Column("idempotency_key", Text, unique=True),
    Column("request_sha256", String(64)),
    Column("answer", Text),  # to the request of that key
)

# Rows as files gave them, once however often they come: by what they are.
history_blocks = Table(
    "history_blocks",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("schema_version", Integer, nullable=False),
    Column("blob", LargeBinary, nullable=False),
)

history_import_rows = Table(
    "history_import_rows",
    metadata,
    Column("import_id", ForeignKey("history_imports.id"), primary_key=True),
    Column("piece", Integer, primary_key=True, autoincrement=False),  # the order they came in
    Column("queue", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("block", BigInteger, nullable=False),  # which span of time: data.history.block
    Column("sha256", ForeignKey("history_blocks.sha256"), nullable=False),
    Index("history_import_rows_of_a_block", "queue", "site", "block"),
)

releases = Table(
    "releases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("published_at", BigInteger, nullable=False),
    Column("plan_id", ForeignKey("plans.id"), nullable=False),
    Column("origin", String(10), nullable=False),
    Column("horizon_days", Integer, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("manifest", Text, nullable=False),  # JSON: versions, time zones, durations
)

release_queues = Table(
    "release_queues",
    metadata,
    Column("release_id", ForeignKey("releases.id"), primary_key=True),
    Column("queue", Text, primary_key=True),
    Column("report", Text, nullable=False),  # JSON: scores, components, sources, warnings
)

release_arrays = Table(
    "release_arrays",
    metadata,
    Column("release_id", ForeignKey("releases.id"), primary_key=True),
    Column("queue", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("schema_version", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("npy", LargeBinary, nullable=False),
)

current_release = Table(
    "current_release",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True),
    Column("release_id", ForeignKey("releases.id"), nullable=False),
)

# Shifts of a pool's week, and what they are worth; body: JSON of data.shifts.PoolShifts.
pool_shifts = Table(
    "pool_shifts",
    metadata,
    Column("release_id", ForeignKey("releases.id"), primary_key=True),
    Column("plan_id", ForeignKey("plans.id"), primary_key=True),
    Column("goal", String(8), primary_key=True),  # level, cover
    Column("pool", Text, primary_key=True),
    Column("monday", String(10), primary_key=True),
    Column("sha256", String(64), nullable=False),  # of what it was worked out from
    Column("schedule_efficiency", Float),  # empty: no shifts keep the goal
    Column("body", Text, nullable=False),
)

job_runs = Table(
    "job_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    Column("outcome", Text),  # published, kept, failed; empty while it runs or where it was killed
    Column("detail", Text),
    Column("release_id", ForeignKey("releases.id")),
)

# What stood on each morning, kept for good: releases may be tidied away, this stays.
publications = Table(
    "publications",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("release_id", Integer, nullable=False),  # no reference: it may be gone
    Column("plan_id", ForeignKey("plans.id"), nullable=False),
    Column("published_at", BigInteger, nullable=False),
    Column("origin", String(10), nullable=False),
    Column("horizon_days", Integer, nullable=False),
)

published_arrays = Table(
    "published_arrays",
    metadata,
    Column("publication_id", ForeignKey("publications.id"), primary_key=True),
    Column("grouping", Text, primary_key=True),  # queue, call_type, language, segment, total, pool
    Column("name", Text, primary_key=True),
    Column("axes", Text, nullable=False),  # JSON: what the rows and columns are
    Column("schema_version", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("npy", LargeBinary, nullable=False),
)
