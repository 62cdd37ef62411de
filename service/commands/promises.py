"""What nights promised their pools, kept beside what they published."""

import click
from sqlalchemy import Engine

from data.accuracy.publication import WEEKS, Publication
from data.accuracy.store import frozen_array, keep_arrays, list_publications
from data.errors import PlannerError
from data.plan.store import load_plan
from data.releases import load_release
from data.shifts.store import level_shifts
from service.planning.accuracy.promises import promises
from service.planning.basis.current import over

LATEST = 7  # publications looked at: what a killed night left out, the next one makes up for


def keep_promises(engine: Engine) -> None:
    """Work out and keep the promises of the latest publications that have none yet.

    They follow from a release and the plan of its night, both immutable: when they are worked out
    changes nothing. Where they cannot be, standard error says why.
    """
    for publication in list_publications(engine)[-LATEST:]:
        if frozen_array(engine, publication, "pool", WEEKS) is None:
            _keep(engine, publication)


def _keep(engine: Engine, publication: Publication) -> None:
    try:
        stored = load_plan(engine, publication.plan_id)
        known = level_shifts(engine, publication.release_id, publication.plan_id)
        current = over(stored, load_release(engine, publication.release_id), known)
        found = promises(current, publication.origin)
    except PlannerError as error:
        click.echo(f"note: service levels promised are not kept: {error}", err=True)
        return
    with engine.begin() as connection:
        keep_arrays(connection, publication.id, [found])
