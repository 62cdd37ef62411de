"""What several test modules read and none of them changes: the small case, made once."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from data.database import connect
from service.planning.basis.current import Current
from service.web.current import read_current
from tests.service.cases import database_url, released
from tests.service.clients import client_of
from tests.shared import SHARED

# The same examples everywhere, however long a busy machine takes for one.
settings.register_profile(
    "relais", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("relais")


# What a module imports says what its tests need; what they start by other means is marked there.
NEEDS = {
    "training": ("training", "tests.training"),
    "simulation": (
        "tests.models.queueing.call_simulation",
        "benchmarks.promises.calls",
        "benchmarks.promises.staffed",
        "ciw",
        "data.sample",
    ),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what ``make quick`` leaves out."""
    for item in items:
        used = _modules_used(item)
        for need, names in NEEDS.items():
            if any(x == name or x.startswith(f"{name}.") for x in used for name in names):
                item.add_marker(need)


def _modules_used(item: pytest.Item) -> set[str]:
    """The modules that what a test's module imported was made in."""
    assert isinstance(item, pytest.Function)
    values = vars(item.module).values()
    return {str(getattr(x, "__module__", None) or getattr(x, "__name__", "")) for x in values}


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
def current(case_folder: Path) -> Current:
    """The small case's plan and release."""
    return read_current(connect(database_url(case_folder)))


@pytest.fixture(scope="session")
def case_client(case_folder: Path) -> FlaskClient:
    """The service over the small case."""
    return client_of(case_folder)
