"""Schema changes in order; ``migrate`` brings a database to the newest."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from data.database import SCHEMA_VERSION, schema_version

FOLDER = Path(__file__).parent


def alembic_config() -> Config:
    """Alembic's configuration: this folder, nothing from a file."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def migrate(engine: Engine) -> None:
    """Apply every change the database lacks, in one transaction."""
    if schema_version(engine) == SCHEMA_VERSION:
        return  # no lock is asked for: a long import may be at work
    config = alembic_config()
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            # Python's driver begins by itself only before rows change, not before tables do.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
