"""Ten more bilinguals: who they are, what it brings, and where there are not so many."""

from pathlib import Path

import pytest

from service.planning.basis.current import replanned
from service.planning.scenarios.changes.cross_train import CrossTrain
from service.planning.scenarios.scenario import ScenarioError, applied
from tests.data.plan.plan_texts import plan
from tests.service.planning.capacity.capacity_case import STAFFED, judged, staffed

LEARN_DUTCH = CrossTrain(site="belgium", headcount=10, languages=("nl",))


def test_those_who_do_not_speak_it_yet_learn_it_and_nobody_is_lost() -> None:
    before, after = plan(STAFFED), applied(plan(STAFFED), (LEARN_DUTCH,))
    told = [(x.contract, x.languages, x.headcount) for x in after.site("belgium").staff]
    assert told == [
        ("permanent", ("fr",), 15),
        ("permanent", ("fr", "nl"), 10),
        ("temporary", ("fr", "nl"), 45),
    ]
    assert after.site("morocco") == before.site("morocco")


def test_more_bilinguals_leave_fewer_calls_at_risk(tmp_path: Path) -> None:
    current = staffed(tmp_path)
    changed = replanned(current, applied(current.plan, (LEARN_DUTCH,)), "")
    risk = [
        sum(float(x.calls_at_risk.sum()) for x in judged(y, "belgium").pools)
        for y in (current, changed)
    ]
    assert risk[1] < risk[0]


def test_people_of_a_class_learn_after_the_staff() -> None:
    learn = CrossTrain(site="morocco", headcount=25, languages=("nl",))
    classes = applied(plan(STAFFED), (learn,)).site("morocco").classes
    assert [(x.headcount, x.languages) for x in classes] == [
        (20, ("fr", "nl")),
        (25, ("fr",)),
        (5, ("fr", "nl")),
    ]


def test_more_than_there_are_is_refused_with_how_many_there_are() -> None:
    many = CrossTrain(site="belgium", headcount=26, languages=("nl",))
    with pytest.raises(
        ScenarioError, match="belgium has 25 people who could learn them"
    ) as refused:
        applied(plan(STAFFED), (many,))
    assert refused.value.key == "headcount"


def test_a_language_that_nobody_calls_in_is_refused_with_those_there_are() -> None:
    typo = CrossTrain(site="belgium", headcount=5, languages=("nl", "ln"))
    with pytest.raises(ScenarioError, match="no queue is in 'ln'; the plan's are in fr") as said:
        applied(plan(STAFFED), (typo,))
    assert said.value.key == "languages"
