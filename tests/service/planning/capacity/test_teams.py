"""Teams who speak all languages of a pool: the plan may merge them, or leave them apart."""

from pathlib import Path

import numpy as np

from models.arrays import Floats
from service.planning.capacity.capacity_table import weekly_table
from tests.service.planning.capacity.capacity_case import STAFFED, judged, numbers, staffed

MONOLINGUAL, BOTH = (
    'languages = ["fr"]\nheadcount = 25',
    'languages = ["fr", "nl"]\nheadcount = 25',
)
BILINGUAL = STAFFED.replace(MONOLINGUAL, BOTH)
TEAM = '\n[[pools]]\nsite = "belgium"\nlanguages = ["fr", "nl"]\nsegments = ["residential"]\n\n'
WEEKS = 10  # in which French is answered in Belgium


def least_chances(folder: Path, text: str) -> Floats:
    """(W,) of the residential pools in Belgium, the one that is least likely ready."""
    folder.mkdir()
    table = weekly_table(judged(staffed(folder, text), "belgium"))
    pools = dict.fromkeys(str(x) for x in table.columns["pool"])
    each = [
        numbers(table, x, "meets_target_probability")[:WEEKS]
        for x in pools
        if x.endswith("residential")
    ]
    return np.asarray(np.min(each, axis=0))


def test_a_team_is_as_ready_as_its_languages_apart(tmp_path: Path) -> None:
    """People who speak both take whichever call waits longest, merged in the plan or not."""
    apart = least_chances(tmp_path / "apart", BILINGUAL)
    first_routing = BILINGUAL.replace("[[routing]]", TEAM + "[[routing]]", 1)
    together = least_chances(tmp_path / "team", first_routing)
    assert np.abs(together - apart).max() < 0.05
    assert together.max() - together.min() > 0.5


def test_who_speaks_one_of_its_languages_is_no_help_to_a_team(tmp_path: Path) -> None:
    with_team = [x.replace("[[routing]]", TEAM + "[[routing]]", 1) for x in (STAFFED, BILINGUAL)]
    one, both = (
        numbers(weekly_table(judged(staffed(folder, text), "belgium")), POOL, "available_hours")
        for folder, text in zip(_folders(tmp_path), with_team, strict=True)
    )
    assert all(x < y for x, y in zip(one[:WEEKS], both[:WEEKS], strict=True))


POOL = "belgium-fr+nl-residential"


def _folders(folder: Path) -> list[Path]:
    found = [folder / "one", folder / "both"]
    for x in found:
        x.mkdir()
    return found
