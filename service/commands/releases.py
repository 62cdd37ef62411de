"""``relais releases``: list, show, activate."""

import json

import click

from data.database import require_schema
from data.releases import ReleaseHead, activate, list_releases, load_release
from service.commands.database import opened
from service.commands.output import STORED_ID, minute
from service.commands.shifts.weeks import keep_current_shifts


@click.group("releases")
def releases_group() -> None:
    """What each training published."""


@releases_group.command("list")
def list_() -> None:
    """Every release, newest first; * is the current one."""
    for head in list_releases(opened(require_schema)):
        click.echo(_line(head))


@releases_group.command("show")
@click.argument("release_id", metavar="ID", type=STORED_ID)
def show(release_id: int) -> None:
    """A release's manifest and each queue's report, as JSON."""
    release = load_release(opened(require_schema), release_id)
    shown = {
        "release": release.head.id,
        "origin": release.head.origin.isoformat(),
        "horizon_days": release.head.horizon_days,
        "seed": release.head.seed,
        "manifest": release.head.manifest,
        "queues": release.reports,
    }
    click.echo(json.dumps(shown, indent=2, ensure_ascii=False))


@releases_group.command("activate")
@click.argument("release_id", metavar="ID", type=STORED_ID)
def activate_(release_id: int) -> None:
    """Answer from release ID from now on."""
    engine = opened(require_schema)
    click.echo(_line(activate(engine, release_id)))
    keep_current_shifts(engine)


def _line(head: ReleaseHead) -> str:
    published = minute(head.published_at)
    mark = "*" if head.current else " "
    return f"{mark} {head.id:4d}  published {published}  {head.first_day} to {head.last_day}"
