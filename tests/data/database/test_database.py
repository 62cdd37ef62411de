"""The schema, its migrations and its version."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from data.database import SCHEMA_VERSION, SchemaError, connect, require_schema
from data.database.schema import metadata
from data.errors import PlannerError
from data.migrations import alembic_config, migrate


def test_a_migrated_database_has_exactly_the_tables_the_code_names(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'relais.db'}")
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_version_that_workers_compare_is_the_newest_migration() -> None:
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == SCHEMA_VERSION


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'relais.db'}")
    migrate(engine)
    migrate(engine)
    require_schema(engine)
    assert "history" in inspect(engine).get_table_names()


def test_an_empty_database_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(
        SchemaError, match=r"there is nothing at sqlite:.*begin with relais plan import"
    ):
        require_schema(connect(f"sqlite:///{tmp_path / 'relais.db'}"))


def test_looking_into_a_database_that_is_not_there_makes_none(tmp_path: Path) -> None:
    file = tmp_path / "relais.db"
    with pytest.raises(SchemaError):
        require_schema(connect(f"sqlite:///{file}"))
    assert not file.exists()


@pytest.mark.parametrize("url", ["mysql://root:secret@host/relais", "var/relais.db", "sqlite"])
def test_an_address_of_another_database_is_refused_without_repeating_its_password(url: str) -> None:
    with pytest.raises(PlannerError, match="write for example sqlite:") as refusal:
        connect(url)
    assert "secret" not in str(refusal.value)


def test_readers_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'relais.db'}")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
