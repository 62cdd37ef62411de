"""``relais contracts``: what another mix of contracts would cost at a site, or some people more."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from data.database import require_schema
from data.shifts import PoolShifts
from data.suggestion import suggestion
from service.commands.database import opened
from service.commands.options import options
from service.commands.output import CSV_OUT, write_table
from service.commands.shifts.weeks import worked_out_of_site, worked_out_with
from service.planning.basis.current import Current, NotReadyError
from service.planning.basis.span import QuestionError
from service.planning.shifts.mixes import Mix, MixQuestion, contract_names, mixes, mixes_table
from service.planning.shifts.more_people import more_mix
from service.web.current import read_current
from service.web.forms import CsvForm


@click.command("contracts")
@options(question=MixQuestion, form=CsvForm)
@CSV_OUT
def contracts_command(question: MixQuestion, form: CsvForm, out: Path) -> None:
    """The fewest people and paid hours at other shares of a site's contracts, beside the plan's.

    Or with some people more of one contract. Whole ISO weeks; nothing is stored.
    """
    current = read_current(opened(require_schema))
    _require_known(current, question)
    found = list(_found(current, question))
    write_table(mixes_table(current.plan.site(question.site), found), out, form.profile)


def _require_known(current: Current, question: MixQuestion) -> None:
    """Refuse what the plan has not, and what cannot be asked together."""
    sites = [x.id for x in current.plan.sites]
    if question.site not in sites:
        raise QuestionError("site", f"no site {question.site}; {suggestion(question.site, sites)}")
    names = contract_names(current.plan, question.site)
    if not names:
        raise NotReadyError(f"the plan has no contracts of {question.site}: add [[contracts]]")
    if question.contract not in (None, *names):
        detail = f"no contract {question.contract}; {suggestion(str(question.contract), names)}"
        raise QuestionError("contract", detail)
    if question.more_people is not None and question.contract is None:
        detail = f"more people are people of one contract: give --contract, {', '.join(names)}"
        raise QuestionError("more_people", detail)
    if question.more_people is not None and question.share is not None:
        detail = "a share and more people are two questions: leave out --share or --more-people"
        raise QuestionError("more_people", detail)


def _found(current: Current, question: MixQuestion) -> Iterator[tuple[Mix, Sequence[PoolShifts]]]:
    """The plan, and beside it the people more, or every other mix."""
    planned, *others = mixes(current.plan, question)
    weeks = worked_out_of_site(current, planned.plan, question)
    yield planned, weeks
    if question.more_people is not None:
        larger = worked_out_with(current, question, weeks)
        yield more_mix(current.plan, question, larger), larger
        return
    for mix in others:
        yield mix, worked_out_of_site(current, mix.plan, question)
