"""Pools of several languages: teams who speak all of them."""

import pytest

from data.plan.file import PlanError
from models.queues import Queue
from tests.data.plan.plan_texts import PLAN, plan

ROW = '\n[[pools]]\nsite = "liege"\n{}\nsegments = ["residential"]\n'
TWICE = (
    'languages = ["fr", "nl"]\nsegments = ["residential"]\n'
    '[[pools]]\nsite = "liege"\nlanguage = "nl"'
)


def with_row(said: str) -> str:
    return PLAN + ROW.format(said)


def test_a_team_takes_the_calls_of_all_its_languages() -> None:
    read = plan(with_row('languages = ["fr", "nl"]'))
    [team] = [x for x in read.pools if x.name == "liege-fr+nl-residential"]
    assert team.language == "fr+nl"
    assert [team.takes(Queue("x", "residential", "billing", y)) for y in ("fr", "nl", "de")] == [
        *(True, True, False)
    ]
    assert [x.name for x in read.pools if x.site == "liege" and x.segments == ("residential",)] == [
        "liege-fr+nl-residential"
    ]


def test_only_who_speaks_all_of_them_belongs_to_it() -> None:
    read = plan(with_row('languages = ["fr", "nl"]'))
    [team] = [x for x in read.pools if len(x.languages) > 1]
    assert team.served_by(("nl", "fr", "en"))
    assert not team.served_by(("fr",))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", "neither language nor languages"),
        ('language = "fr"\nlanguages = ["nl"]', "language and languages"),
        ('languages = ["fr", "du"]', 'no queue has the language "du"'),
        (TWICE, "is in pools"),
    ],
)
def test_what_is_no_team_is_refused_with_the_remedy(said: str, told: str) -> None:
    with pytest.raises(PlanError, match=told):
        plan(with_row(said))
