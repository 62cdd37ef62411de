"""What stands on the morning after a run: kept for good by the transaction that ends the run."""

from datetime import date

from sqlalchemy import Engine

from data.accuracy.freezing import frozen, later
from data.accuracy.publication import NewPublication
from data.plan.store import StoredPlan
from data.releases import NewRelease, ReleaseHead, load_release


def standing(engine: Engine, stored: StoredPlan, new: NewRelease) -> NewPublication:
    """A new release under the plan of the night."""
    return frozen(engine, stored, new.origin, new.queues)


def still_standing(
    engine: Engine, stored: StoredPlan, head: ReleaseHead, origin: date
) -> NewPublication | None:
    """The former release, kept, under the plan of the night, from the day after ``origin`` on.

    None where nothing is left of it, or the plan's clock is another.
    """
    passed = (origin - head.origin).days
    clock = (head.manifest["timezone"], head.manifest["interval_minutes"])
    if not 0 <= passed < head.horizon_days or clock != (
        stored.plan.timezone,
        stored.plan.interval_minutes,
    ):
        return None
    known = {queue.id for queue in stored.plan.queues}
    demands = [x for x in load_release(engine, head.id).queues.values() if x.queue in known]
    return frozen(engine, stored, origin, [later(x, passed) for x in demands]) if demands else None
