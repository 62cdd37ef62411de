"""A wrong file that was undone leaves no trace in what is learned next."""

from pathlib import Path

from sqlalchemy import Engine, select

from data.database.schema import release_arrays
from data.history.imports import list_imports, undo
from tests.training.job.small_case import csv_text, database, import_calls, import_plan, request
from training.job.nightly import train

HORIZON = 7
Arrays = list[tuple[str, str, str]]


def learned(folder: Path, *, wrong: bool) -> tuple[Engine, Arrays]:
    """What a training after six weeks of calls publishes; a wrong file came and went before it."""
    folder.mkdir()
    engine = database(folder)
    plan = import_plan(engine)
    right = csv_text(weeks=6)
    import_calls(engine, plan, right)
    if wrong:
        header, *lines = right.splitlines()
        import_calls(engine, plan, "\n".join([header, *map(doubled, lines[: len(lines) // 2]), ""]))
        undo(engine, list_imports(engine)[0].id, "me")
    train(engine, request(HORIZON))
    of = release_arrays.c
    with engine.connect() as connection:
        found = connection.execute(select(of.queue, of.name, of.sha256).order_by(of.queue, of.name))
        return engine, [tuple(x) for x in found]


def doubled(line: str) -> str:
    """The row with twice the calls offered."""
    start, queue, offered, *rest = line.split(",")
    return ",".join([start, queue, str(2 * int(offered)), *rest])


def test_the_training_after_an_undo_is_that_of_before_bit_for_bit(tmp_path: Path) -> None:
    _, without = learned(tmp_path / "without", wrong=False)
    engine, undone = learned(tmp_path / "undone", wrong=True)
    assert list_imports(engine)[0].changed > 100
    assert undone == without
