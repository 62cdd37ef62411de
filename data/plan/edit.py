"""A plan with other people and shares in it, or its TOML; comments and everything else stay."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import tomlkit
from tomlkit.items import AoT

from data.plan import Plan, Site

Place = tuple[str, int]  # a site's id, and the number of a row of its staff or classes from 0


@dataclass(frozen=True, slots=True)
class NewClass:
    """People to be hired like those of another class, ``like``, but on another day."""

    like: Place
    starts: date
    headcount: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """What to write; what is not named stays."""

    headcounts: Mapping[Place, int] = field(default_factory=dict)  # of classes
    extended: Mapping[Place, int] = field(default_factory=dict)  # of staff
    new_classes: tuple[NewClass, ...] = ()
    shares: Mapping[tuple[int, int], Mapping[str, float]] = field(default_factory=dict)
    # (routing, step) from 0 -> site: share


def decided(plan: Plan, decisions: Decisions) -> Plan:
    """The plan that the edited text says."""
    routing = list(plan.routing)
    for (row, step), shares in decisions.shares.items():
        steps = list(routing[row].steps)
        sent = {site: share for site, share in shares.items() if share > 0}
        steps[step] = replace(steps[step], shares=sent)
        routing[row] = replace(routing[row], steps=tuple(steps))
    sites = tuple(_decided(x, decisions) for x in plan.sites)
    return replace(plan, sites=sites, routing=tuple(routing))


def _decided(site: Site, decisions: Decisions) -> Site:
    classes = [
        replace(x, headcount=decisions.headcounts.get((site.id, row), x.headcount))
        for row, x in enumerate(site.classes)
    ]
    for new in decisions.new_classes:
        if new.like[0] == site.id:
            like = site.classes[new.like[1]]
            classes.append(replace(like, starts=new.starts, headcount=new.headcount))
    staff = tuple(
        replace(x, extended=decisions.extended.get((site.id, row), x.extended))
        for row, x in enumerate(site.staff)
    )
    return replace(site, staff=staff, classes=tuple(classes))


def edited(text: str, decisions: Decisions) -> str:
    """The text with the decisions in it; KeyError where they name what it has not."""
    document: Any = tomlkit.parse(text)
    sites = {str(site["id"]): site for site in document["sites"]}
    for new in decisions.new_classes:
        _append(sites[new.like[0]]["classes"], new)
    for (site, row), headcount in decisions.headcounts.items():
        sites[site]["classes"][row]["headcount"] = headcount
    for (site, row), extended in decisions.extended.items():
        sites[site]["staff"][row]["extended"] = extended
    for (routing, step), shares in decisions.shares.items():
        table = tomlkit.inline_table()
        table.update({site: share for site, share in shares.items() if share > 0})
        document["routing"][routing]["steps"][step]["shares"] = table
    return tomlkit.dumps(document)


def _append(classes: AoT, new: NewClass) -> None:
    copied: Any = deepcopy(classes[new.like[1]])
    copied["starts"] = new.starts
    copied["headcount"] = new.headcount
    copied["starts"].comment("found by relais plan optimise")
    classes.append(copied)
