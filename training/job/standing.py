"""What stands on the morning after a run: kept for good by the transaction that ends the run."""

from sqlalchemy import Engine

from data.accuracy.freezing import frozen
from data.accuracy.publication import NewPublication
from data.plan.store import StoredPlan
from data.releases import NewRelease


def standing(engine: Engine, stored: StoredPlan, new: NewRelease) -> NewPublication:
    """A new release under the plan of the night."""
    return frozen(engine, stored, new.origin, new.queues)
