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
