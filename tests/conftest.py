"""What several test modules read and none of them changes: the small case, made once."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from data.database import connect
from service.current import Current, current
from tests.cases import database_url, released
from tests.clients import client_of
from tests.shared import SHARED

# The same examples everywhere, however long a busy machine takes for one.
settings.register_profile(
    "relais", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("relais")


def pytest_report_header() -> str:
    """Which histories the whole way is gone on."""
    if SHARED.is_dir():
        return f"histories: made ones, and real ones of {SHARED}"
    return "histories: made ones; real ones join where RELAIS_SHARED names their folder"


@pytest.fixture(scope="session")
def case_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small case's database; to be read only."""
    folder = tmp_path_factory.mktemp("case")
    released(folder)
    return folder


@pytest.fixture(scope="session")
def found(case_folder: Path) -> Current:
    """The small case's plan and release."""
    return current(connect(database_url(case_folder)))


@pytest.fixture(scope="session")
def case_client(case_folder: Path) -> FlaskClient:
    """The service over the small case."""
    return client_of(case_folder)
