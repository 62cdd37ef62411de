"""Releases as stored: whole or not at all, never changed, every byte checked."""

import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Connection, Engine, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from data.database.schema import release_arrays, release_queues, releases
from data.demand_arrays import ReleaseError
from data.releases import (
    NewRelease,
    UnknownReleaseError,
    activate,
    current_head,
    list_releases,
    load_release,
    publish,
)
from tests.data.plan.plan_texts import plan
from tests.service.cases import HORIZON, LAST, ORIGIN, PLAN, empty, new_release, with_plan


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A database with a plan."""
    found = empty(tmp_path)
    with_plan(found)
    return found


@pytest.fixture(scope="module")
def new() -> NewRelease:
    return new_release(plan(PLAN))


def published(engine: Engine, new: NewRelease) -> int:
    with engine.begin() as connection:
        return publish(connection, new)


def test_a_release_is_read_as_it_was_published(engine: Engine, new: NewRelease) -> None:
    found = load_release(engine, published(engine, new))
    assert list(found.queues) == sorted(x.queue for x in new.queues)
    for given in new.queues:
        read = found.queues[given.queue]
        for name in ("day_mean", "shares", "paths", "aht"):
            array = getattr(given, name)
            assert getattr(read, name).dtype == array.dtype
            np.testing.assert_array_equal(getattr(read, name), array)
        assert read.dispersion == given.dispersion
        assert (read.slot_variance == given.slot_variance).all()
        assert (read.parts == given.parts).all()
        assert read.site_aht == given.site_aht
    assert found.reports == new.reports
    assert found.head.manifest == new.manifest


def test_how_long_calls_take_at_each_site_is_kept_as_it_was_learned(
    engine: Engine, new: NewRelease
) -> None:
    told = {"liege": 0.987654321, "casablanca-hay-hassani": 1.25, "b": 1.0}
    learned = [replace(x, site_aht=told) for x in new.queues]
    found = load_release(engine, published(engine, replace(new, queues=learned)))
    assert all(x.site_aht == told for x in found.queues.values())


def in_former_schema(connection: Connection, new: NewRelease, report: dict[str, Any]) -> None:
    """Release 1 as versions before the third array schema wrote it."""
    head = {
        "id": 1,
        "published_at": 1_750_000_000,
        "plan_id": new.plan_id,
        "origin": new.origin.isoformat(),
        "horizon_days": new.horizon_days,
        "seed": new.seed,
        "manifest": json.dumps(new.manifest),
    }
    connection.execute(insert(releases).values(head))
    for demand in new.queues:
        of = {"release_id": 1, "queue": demand.queue}
        connection.execute(insert(release_queues).values(of | {"report": json.dumps(report)}))
        names = ("day_mean", "shares", "paths", "slot_variance", "aht", "parts")
        arrays = {name: getattr(demand, name) for name in names}
        arrays["numbers"] = np.array([demand.dispersion, demand.patience, demand.aht_variance])
        for name, array in arrays.items():
            buffer = io.BytesIO()
            np.save(buffer, array, allow_pickle=False)
            content = buffer.getvalue()
            stored = {
                "name": name,
                "schema_version": 2,
                "sha256": hashlib.sha256(content).hexdigest(),
                "npy": content,
            }
            connection.execute(insert(release_arrays).values(of | stored))


@pytest.mark.parametrize(
    ("report", "factors"),
    [
        (
            {
                "source": "fitted",
                "aht_by_site": {
                    "belgium": {"factor": 0.95, "low": 0.9, "high": 1.0, "calls": 900.0},
                    "morocco": {"factor": 1.25, "low": 1.2, "high": 1.3, "calls": 400.0},
                },
            },
            {"belgium": 0.95, "morocco": 1.25},
        ),
        ({"source": "fitted", "aht_by_site": {}}, {}),
        ({"source": "former", "reason": "no history"}, {}),
    ],
    ids=["two sites", "no site's own", "former numbers"],
)
def test_releases_of_the_former_schema_have_the_factors_of_their_report(
    engine: Engine, new: NewRelease, report: dict[str, Any], factors: dict[str, float]
) -> None:
    with engine.begin() as connection:
        in_former_schema(connection, new, report)
    found = load_release(engine, 1)
    assert set(found.reports) == {x.queue for x in new.queues}
    for given in new.queues:
        read = found.queues[given.queue]
        assert (read.paths == given.paths).all()
        assert read.patience == given.patience
        assert read.site_aht == factors
        assert (read.course(np.arange(HORIZON)) == 1.0).all()
        assert (read.course_variance(np.arange(HORIZON)) == 0.0).all()


def test_the_course_of_handling_times_is_kept_as_it_was_learned(
    engine: Engine, new: NewRelease
) -> None:
    course, deviation = np.linspace(1.0, 1.07, HORIZON), np.linspace(0.01, 0.03, HORIZON)
    learned = [replace(x, aht_course=course, aht_deviation=deviation) for x in new.queues]
    found = load_release(engine, published(engine, replace(new, queues=learned)))
    for read in found.queues.values():
        assert read.course(np.arange(HORIZON)) == pytest.approx(course)
        assert read.course_variance(np.arange(HORIZON)) == pytest.approx(np.expm1(deviation**2))


def test_releases_of_the_third_schema_have_handling_times_that_stand_still(
    engine: Engine, new: NewRelease
) -> None:
    release_id = published(engine, new)
    with engine.begin() as connection:
        course = release_arrays.c.name == "aht_course"
        connection.execute(delete(release_arrays).where(course))
        connection.execute(update(release_arrays).values(schema_version=3))
    found = load_release(engine, release_id)
    for given in new.queues:
        read = found.queues[given.queue]
        assert read.site_aht == given.site_aht
        assert (read.course(np.arange(HORIZON)) == 1.0).all()


def test_a_head_tells_the_days_that_are_forecast(engine: Engine, new: NewRelease) -> None:
    published(engine, new)
    head = current_head(engine)
    assert head is not None
    assert (head.origin, head.horizon_days, head.seed) == (ORIGIN, HORIZON, new.seed)
    assert ((head.first_day - ORIGIN).days, head.last_day) == (1, LAST)
    assert head.published_at > 1_700_000_000


def test_nothing_is_current_before_the_first_release(engine: Engine) -> None:
    assert current_head(engine) is None
    assert list_releases(engine) == []


def test_the_last_published_is_current_and_listed_first(engine: Engine, new: NewRelease) -> None:
    first, second = published(engine, new), published(engine, new)
    assert [(x.id, x.current) for x in list_releases(engine)] == [(second, True), (first, False)]


def test_an_earlier_release_can_be_made_current_again(engine: Engine, new: NewRelease) -> None:
    first, _ = published(engine, new), published(engine, new)
    made = activate(engine, first)
    assert (made.id, made.current) == (first, True)
    assert current_head(engine) == made


def test_a_release_nobody_published_cannot_be_had(engine: Engine, new: NewRelease) -> None:
    first = published(engine, new)
    for ask in (activate, load_release):
        with pytest.raises(UnknownReleaseError, match="no release 99; relais releases list"):
            ask(engine, 99)
    head = current_head(engine)
    assert head is not None
    assert head.id == first


def test_a_publication_that_fails_leaves_the_former_release_and_no_trace(
    engine: Engine, new: NewRelease
) -> None:
    first = published(engine, new)

    def broken() -> None:
        with engine.begin() as connection:
            publish(connection, new)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert [(x.id, x.current) for x in list_releases(engine)] == [(first, True)]
    with engine.connect() as connection:
        for table in (release_queues, release_arrays):
            others = select(func.count()).where(table.c.release_id != first)
            assert connection.execute(others).scalar() == 0


def test_readers_see_the_former_release_until_the_transaction_ends(
    engine: Engine, new: NewRelease
) -> None:
    first = published(engine, new)
    with engine.begin() as writing:
        publish(writing, new)
        head = current_head(engine)
        assert head is not None
        assert head.id == first


def test_a_release_needs_the_plan_it_was_trained_under(engine: Engine, new: NewRelease) -> None:
    with pytest.raises(IntegrityError), engine.begin() as connection:
        publish(connection, NewRelease(99, ORIGIN, HORIZON, 1, {}, new.queues, new.reports))


def test_publishing_again_changes_nothing_of_what_was_published(
    engine: Engine, new: NewRelease
) -> None:
    def stored() -> list[Any]:
        with engine.connect() as connection:
            rows = select(releases).where(releases.c.id == first)
            arrays = select(release_arrays).where(release_arrays.c.release_id == first)
            return [*connection.execute(rows).all(), *connection.execute(arrays).all()]

    first = published(engine, new)
    before = stored()
    published(engine, new)
    activate(engine, first)
    assert stored() == before


def altered(engine: Engine, **values: object) -> None:
    """One array of the Dutch queue's is not what it was."""
    of = (release_arrays.c.queue == "residential-billing-nl") & (release_arrays.c.name == "paths")
    with engine.begin() as connection:
        connection.execute(update(release_arrays).where(of).values(**values))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"npy": b""}, "the bytes are damaged"),
        ({"npy": b"\x93NUMPY\x01\x00 and something else"}, "the bytes are damaged"),
        ({"sha256": "0" * 64}, "the bytes are damaged"),
        ({"schema_version": 99}, "array schema 99, known is 4"),
    ],
)
def test_damaged_arrays_are_refused_with_their_place_and_the_remedy(
    engine: Engine, new: NewRelease, values: dict[str, object], reason: str
) -> None:
    release_id = published(engine, new)
    altered(engine, **values)
    place = f"release {release_id}, queue residential-billing-nl, paths"
    with pytest.raises(ReleaseError, match=f"{place}: {reason}; .*relais releases activate"):
        load_release(engine, release_id)


@pytest.mark.parametrize("lost", ["paths", "numbers", "site_aht", "aht_course"])
def test_arrays_that_are_not_there_are_named(engine: Engine, new: NewRelease, lost: str) -> None:
    release_id = published(engine, new)
    with engine.begin() as connection:
        connection.execute(delete(release_arrays).where(release_arrays.c.name == lost))
    with pytest.raises(ReleaseError, match=f"{lost} missing; .*relais releases activate"):
        load_release(engine, release_id)


def test_a_queue_that_lost_all_its_arrays_is_damaged_not_new(
    engine: Engine, new: NewRelease
) -> None:
    release_id = published(engine, new)
    with engine.begin() as connection:
        connection.execute(delete(release_arrays).where(release_arrays.c.queue == "b2b-billing-fr"))
    with pytest.raises(ReleaseError, match=r"queue b2b-billing-fr: day_mean, .* missing"):
        load_release(engine, release_id)


def test_nothing_stored_is_a_pickle(engine: Engine, new: NewRelease) -> None:
    published(engine, new)
    with engine.connect() as connection:
        for content in connection.execute(select(release_arrays.c.npy)).scalars():
            assert not np.load(io.BytesIO(content), allow_pickle=False).dtype.hasobject


def test_manifest_and_reports_are_json_that_other_tools_read(
    engine: Engine, new: NewRelease
) -> None:
    published(engine, new)
    with engine.connect() as connection:
        manifest = connection.execute(text("SELECT manifest FROM releases")).scalar_one()
        report = connection.execute(text("SELECT report FROM release_queues LIMIT 1")).scalar_one()
    assert json.loads(manifest)["timezone"] == "Europe/Brussels"
    assert json.loads(report) == {"source": "fitted"}
