"""Checks of the rows of [[pools]]: their words, and that each call has one pool."""

from collections import Counter
from collections.abc import Iterator

from data.plan.checks.row import unknown_site
from data.plan.draft import Draft
from data.plan.targets import groups, reached_cells
from data.plan.text import PoolText
from data.suggestion import suggestion


def check_pools(draft: Draft) -> Iterator[str]:
    """Rows of [[pools]] name what exists and is routed, once; no two pools share a name."""
    for row, x in draft.text.pools.items():
        key = f"pools[{row}]"
        wrong = [*unknown_site(draft, f"{key}.site", x.site), *_unknown_words(draft, key, x)]
        yield from wrong or _unreached(draft, key, x)
    yield from _check_claims(draft)
    yield from _check_names(draft)


def _unknown_words(draft: Draft, key: str, pool: PoolText) -> Iterator[str]:
    if ("queues",) in draft.dropped:
        return
    said = [(f"{key}.language", "language", pool.language)]
    said += [(f"{key}.segments", "segment", x) for x in pool.segments]
    for place, field, word in said:
        words = draft.named[field]
        if word not in words:
            yield f'{place}: no queue has the {field} "{word}"; {suggestion(word, words)}'


def _unreached(draft: Draft, key: str, pool: PoolText) -> Iterator[str]:
    if not (draft.whole("queues") and draft.whole("routing")):
        return
    reached = reached_cells(draft.plan)
    absent = [x for x in pool.segments if (pool.site, pool.language, x) not in reached]
    if absent:
        what = f"no routing sends {' or '.join(absent)} {pool.language} calls to {pool.site}"
        yield f"{key}.segments: {what}; leave them out, or route such calls there"


def _check_claims(draft: Draft) -> Iterator[str]:
    first: dict[tuple[str, str, str], int] = {}
    for row, x in draft.text.pools.items():
        for segment in dict.fromkeys(x.segments):
            before = first.setdefault((x.site, x.language, segment), row)
            if before != row:
                what = f"{segment} {x.language} at {x.site} is in pools[{before}] already"
                yield f"pools[{row}].segments: {what}; write it in one of them"


def _check_names(draft: Draft) -> Iterator[str]:
    count = Counter(x.name for x in groups(draft.plan, draft.text.pools))
    for name in (name for name, times in count.items() if times > 1):
        yield f"pools: two pools would be called {name}; change the id of a site or segment"
