"""The sample case of a seed, imported and trained as ``relais demo`` does it."""

from pathlib import Path

from data.calendar.holidays import expand
from data.database import connect
from data.history.reading.file import read_history
from data.history.store import import_history
from data.migrations import migrate
from data.plan.file import read_plan
from data.plan.store import store_plan
from data.sample import write_sample
from service.planning.basis.current import Current
from service.web.current import read_current
from training.job.nightly import TrainingRequest, train

HORIZON = 182  # days


def trained(folder: Path, seed: int) -> Current:
    """The sample of a seed, imported and trained in a database of its own."""
    write_sample(folder, seed)
    engine = connect(f"sqlite:///{folder / 'relais.db'}")
    migrate(engine)
    text = (folder / "plan.toml").read_text("utf-8")
    plan = read_plan(text, "plan.toml", expand)
    store_plan(engine, "plan.toml", text, plan)
    history = read_history(folder / "history.csv", "history.csv", plan, None)
    import_history(engine, [history], skip_bad_rows=False)
    train(engine, TrainingRequest(None, HORIZON, 2, seed))
    return read_current(engine)
