"""``relais contracts``: what another mix of contracts would cost at a site."""

from pathlib import Path

import click

from data.database import require_schema
from data.suggestion import suggestion
from service.commands.database import opened
from service.commands.options import options
from service.commands.output import CSV_OUT, write_table
from service.commands.shifts.weeks import worked_out_of_site
from service.planning.basis.current import NotReadyError
from service.planning.basis.span import QuestionError
from service.planning.shifts.mixes import MixQuestion, contract_names, mixes, mixes_table
from service.web.current import read_current
from service.web.forms import CsvForm


@click.command("contracts")
@options(question=MixQuestion, form=CsvForm)
@CSV_OUT
def contracts_command(question: MixQuestion, form: CsvForm, out: Path) -> None:
    """The fewest people and paid hours at other shares of a site's contracts, beside the plan's.

    Whole ISO weeks; nothing is stored.
    """
    current = read_current(opened(require_schema))
    sites = [x.id for x in current.plan.sites]
    if question.site not in sites:
        raise QuestionError("site", f"no site {question.site}; {suggestion(question.site, sites)}")
    names = contract_names(current.plan, question.site)
    if not names:
        raise NotReadyError(f"the plan has no contracts of {question.site}: add [[contracts]]")
    if question.contract not in (None, *names):
        detail = f"no contract {question.contract}; {suggestion(str(question.contract), names)}"
        raise QuestionError("contract", detail)
    found = [
        (x, worked_out_of_site(current, x.plan, question)) for x in mixes(current.plan, question)
    ]
    write_table(mixes_table(found), out, form.profile)
