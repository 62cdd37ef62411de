"""Checks of pools: their names and words, that each call has one pool, and each pool one target.

A plan has the pools that its rows of [[pools]] lead to: what these rows are, only its text says.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import product

from data.plan.build.pools import Group, groups, reached_cells, targets_of
from data.plan.checks.row import unknown_site
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault
from data.plan.text.tables import PlanText, PoolText
from data.suggestion import suggestion
from models.queues import ServiceTarget


def check_pool_names(draft: Draft) -> Iterator[Fault]:
    """No two pools share a name."""
    count = Counter(x.name for x in draft.plan.pools)
    for name in (name for name, times in count.items() if times > 1):
        what = f"two pools would be called {name}; change the id of a site or segment"
        yield Fault(("pools",), what)


def check_pool_cells(draft: Draft) -> Iterator[Fault]:
    """Calls that are sent to a site have a pool there."""
    taken = {
        (x.site, language, segment)
        for x in draft.plan.pools
        for language in x.languages
        for segment in x.segments
    }
    known = {x.id for x in draft.plan.sites}
    for site, language, segment in sorted(set(reached_cells(draft.plan)) - taken):
        if site not in known:
            continue
        what = f"none takes {segment} {language} calls, which are sent to {site}"
        yield Fault(("pools",), f"{what}; add one, or send them elsewhere")


def check_pools(text: PlanText, draft: Draft) -> Iterator[Fault]:
    """Rows of [[pools]] name what exists and is routed, once; a pool has one target."""
    yield from _check_mixed(text, draft)
    for row, x in text.pools.items():
        if (x.language is None) == (x.languages is None):
            said = "neither language nor languages" if not x.spoken else "language and languages"
            yield Fault(("pools", row), f"has {said}; write one of them")
        site = unknown_site(draft, ("pools", row, "site"), x.site)
        wrong = [*site, *_unknown_words(draft, row, x)]
        yield from wrong or _unreached(draft, row, x)
    yield from _check_claims(text)


def _check_mixed(text: PlanText, draft: Draft) -> Iterator[Fault]:
    """One message for each mixture: default pools of several sites can share it."""
    own = {row for row, x in text.pools.items() if x.target}
    mixed: dict[tuple[object, ...], list[Group]] = {}
    for group in groups(draft.plan, text.pools):
        targets = tuple(targets_of(draft.plan, group.queues))
        if len(targets) > 1 and group.row not in own:
            cause = (group.row, group.languages, group.segments, targets)
            mixed.setdefault(cause, []).append(group)
    for alike in mixed.values():
        yield _mixed(alike, targets_of(draft.plan, alike[0].queues))


def _mixed(alike: list[Group], targets: list[ServiceTarget]) -> Fault:
    names, first = " and ".join(x.name for x in alike), alike[0]
    said = "; ".join(_short(x) for x in targets)
    what = f"mixed targets in {names} ({said}) and none of the pool's own"
    if first.row is not None:
        return Fault(("pools", first.row), f"{what}; write target = {{ share = ... }} in it")
    row = f'language = "{first.languages[0]}", segments = ["{first.segments[0]}"]'
    return Fault(("pools",), f"{what}; write a [[pools]] row with its site, {row} and a target")


def _short(target: ServiceTarget) -> str:
    return f"{target.share:g} within {target.answer_within:g} s, {target.definition}"


def _unknown_words(draft: Draft, row: int, pool: PoolText) -> Iterator[Fault]:
    if draft.has_no_table("queues"):
        return
    key = "language" if pool.languages is None else "languages"
    said = [(key, "language", x) for x in pool.spoken]
    said += [("segments", "segment", x) for x in pool.segments]
    for key, field, word in said:
        words = draft.named(field)
        if word not in words:
            what = f'no queue has the {field} "{word}"; {suggestion(word, words)}'
            yield Fault(("pools", row, key), what)


def _unreached(draft: Draft, row: int, pool: PoolText) -> Iterator[Fault]:
    if not (draft.whole("queues") and draft.whole("routing")):
        return
    reached = reached_cells(draft.plan)
    for language in pool.spoken:
        absent = [x for x in pool.segments if (pool.site, language, x) not in reached]
        if absent:
            what = f"no routing sends {' or '.join(absent)} {language} calls to {pool.site}"
            remedy = "leave them out, or route such calls there"
            yield Fault(("pools", row, "segments"), f"{what}; {remedy}")


def _check_claims(text: PlanText) -> Iterator[Fault]:
    first: dict[tuple[str, str, str], int] = {}
    for row, x in text.pools.items():
        for language, segment in product(x.spoken, dict.fromkeys(x.segments)):
            before = first.setdefault((x.site, language, segment), row)
            if before != row:
                what = f"{segment} {language} at {x.site} is in pools[{before}] already"
                yield Fault(("pools", row, "segments"), f"{what}; write it in one of them")
