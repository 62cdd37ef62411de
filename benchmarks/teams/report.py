"""The words and tables of ``benchmarks/teams.md``."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.teams.cases import BETWEEN, BEYOND, LEARNED, WIDE, drawn, drawn_with_kinds
from benchmarks.teams.ciw_team import by_ciw
from benchmarks.teams.packed import packed
from benchmarks.teams.simulation import Simulated, Team, simulate, simulate_all
from models.arrays import Floats
from models.people.sharing import share_hours
from models.teams.erlang_a import in_time_and_gone
from models.teams.levels import team_levels
from models.teams.load import TeamLoad
from models.teams.simple import simple_teams

CALLS, COUNTED = 2_000_000, 10_000  # a team; of a queue whose level chance hardly moves
TIMED = 20_000
HEAD = (
    "| Teams | Queues | Within 2 points, % | Within 4, % | Worst | Mean size | Team within 1, % "
    "| Worst team | Abandonment within 1, % | Worst |\n" + "|---" * 10 + "|\n"
)


@dataclass(frozen=True, slots=True)
class Off:
    """Approximated less simulated, in points."""

    level: Floats  # (queues,)
    gone: Floats  # (queues,)
    team: Floats  # (teams,)

    def line(self, name: str) -> str:
        level, gone, team = np.abs(self.level), np.abs(self.gone), np.abs(self.team)
        cells = [
            name,
            str(len(level)),
            *(f"{100.0 * (level < x).mean():.1f}" for x in (2.0, 4.0)),
            f"{level.max():.2f}",
            f"{level.mean():.2f}",
            f"{100.0 * (team < 1.0).mean():.1f}",
            f"{team.max():.2f}",
            f"{100.0 * (gone < 1.0).mean():.1f}",
            f"{gone.max():.2f}",
        ]
        return f"| {' | '.join(cells)} |"


def judged() -> str:
    """Teams of seeds that nothing was fitted to or chosen by."""
    held_out, others = drawn(60, 9001, LEARNED), drawn(20, 9002, BETWEEN)
    further, wide = drawn(20, 9003, BEYOND), drawn(60, 9004, LEARNED, WIDE)
    kinds = drawn_with_kinds(20, 9005)
    simulated = simulate_all(held_out, CALLS, 9001)
    lines = [
        _off(held_out, simulated).line("60 held out"),
        _simply(held_out, simulated, "evened").line("the same, people divided once (max-min)"),
        _simply(held_out, simulated, "pooled").line("the same, as if all took everything"),
        _off(others, simulate_all(others, CALLS, 9002)).line("20 of other times, between"),
        _off(further, simulate_all(further, CALLS, 9003)).line("20 of times far outside"),
        _off(wide, simulate_all(wide, CALLS, 9004)).line("60 wide"),
        _off_kinds(kinds, simulate_all(kinds, CALLS, 9005)).line("20 of several kinds"),
    ]
    return HEAD + "\n".join(lines) + "\n"


def _off(teams: Sequence[Team], simulated: Sequence[Simulated]) -> Off:
    load = packed(teams)
    found = team_levels(load)
    return _compared(load, np.stack([found.service_level, found.abandoned_share]), simulated)


def _simply(teams: Sequence[Team], simulated: Sequence[Simulated], name: str) -> Off:
    load = packed(teams)
    return _compared(load, getattr(simple_teams(load), name), simulated)


def _off_kinds(teams: Sequence[Team], simulated: Sequence[Simulated]) -> Off:
    each = [_by_kinds(x, y) for x, y in zip(teams, simulated, strict=True)]
    return Off(*(np.concatenate([getattr(x, of) for x in each]) for of in Off.__slots__))


def _by_kinds(team: Team, simulated: Simulated) -> Off:
    """As capacity has it: the largest kind is shared, the others' hours are divided once."""
    whole, largest = packed([team]), int(team.flexible.argmax())
    speaks = np.vstack([np.eye(len(team.load), dtype=bool), team.takes])
    people = np.concatenate([team.specialists, team.flexible]).astype(np.float64)
    given = share_hours(people, speaks, team.load)  # (Q + K, Q)
    own, helped = given.sum(axis=0), team.takes[largest]
    settled = own - given[len(team.load) + largest]
    apart = team_levels(replace(whole, specialists=own[None], flexible=np.zeros(1)))
    shared = team_levels(
        replace(
            whole,
            load=np.where(helped, whole.load, 0.0),
            specialists=settled[None],
            flexible=team.flexible[[largest]].astype(np.float64),
        )
    )
    names = ("service_level", "abandoned_share")
    shares = [np.where(helped, getattr(shared, x), getattr(apart, x)) for x in names]
    return _compared(whole, np.stack(shares), [simulated])


def _compared(load: TeamLoad, shares: Floats, simulated: Sequence[Simulated]) -> Off:
    level, gone, offered = (
        np.concatenate([getattr(x, of) for x in simulated])
        for of in ("service_level", "abandoned_share", "offered")
    )
    team = (load.rate * shares[0]).sum(axis=1) / load.rate.sum(axis=1)
    sure = offered > COUNTED
    here = shares[:, load.called]
    off_team = team - [x.team for x in simulated]
    return Off(*(100.0 * x for x in ((here[0] - level)[sure], (here[1] - gone)[sure], off_team)))


def checked() -> str:
    """The simulation against Ciw and against Erlang A."""
    times = np.full(2, 360.0), np.full(2, 180.0)
    load, takes = np.array([9.0, 20.0]), np.ones((1, 2), bool)
    apart = Team(load, *times, np.array([10, 22]), np.array([0]), takes, 20.0)
    one = replace(apart, specialists=np.array([0, 0]), flexible=np.array([31]))
    mixed = Team(
        np.array([4.0, 7.0]),
        np.array([240.0, 400.0]),
        np.array([180.0, 120.0]),
        np.array([3, 5]),
        np.array([4]),
        takes,
        20.0,
    )
    total, within = np.full(2, 29.0), np.full(2, 20.0)
    rows = [
        ("specialists only", apart, in_time_and_gone(np.array([10.0, 22.0]), load, *times, within)),
        ("all flexible", one, in_time_and_gone(np.full(2, 31.0), total, *times, within)),
    ]
    lines = [_beside(name, "Erlang A", team, shares) for name, team, shares in rows]
    ciw = by_ciw(mixed, 3e6, 1)
    shares = np.stack([ciw.service_level, ciw.abandoned_share])
    lines.append(_beside("both, unequal times", f"Ciw, {ciw.offered.sum():,} calls", mixed, shares))
    head = "| Team | Level | Abandoned | Judge | Level | Abandoned |\n" + "|---" * 6 + "|\n"
    return head + "\n".join(lines) + "\n"


def _beside(name: str, judge: str, team: Team, shares: Floats) -> str:
    found = simulate(team, 10_000_000, 1)
    ours, theirs = (found.service_level, found.abandoned_share), shares
    cells = [" ".join(f"{100.0 * x:.2f}" for x in values) for values in (*ours, *theirs)]
    return f"| {name} | {cells[0]} | {cells[1]} | {judge} | {cells[2]} | {cells[3]} |"


def timed() -> str:
    """Microseconds an interval, by queues."""
    parts = []
    for queues in (2, 3, 4, 8):
        random = np.random.default_rng(queues)
        load = np.exp(random.uniform(np.log(2.0), np.log(60.0), (TIMED, queues)))
        times = np.full(load.shape, 360.0), np.full(load.shape, 180.0)
        team = TeamLoad(load, *times, np.round(0.7 * load), load.sum(axis=1) * 0.35, 20.0)
        began = time.perf_counter()
        team_levels(team)
        parts.append(f"{(time.perf_counter() - began) / TIMED * 1e6:.0f} for {queues}")
    return f"Microseconds an interval on one core: {', '.join(parts)} queues.\n"
