"""Hours of people who speak several languages, shared so that no language is left behind.

Max-min fairness: the smallest ratio of hours given to hours needed is as large as it can be, then
the next smallest, and so on. The languages that together have the fewest hours for their need are
settled first; their speakers are spent on them, and the same is asked of the languages that are
left. This is exact because what a set of languages can get at most, the hours of everyone who
speaks one of them, is submodular (Fujishige, Mathematics of Operations Research 5, 1980).
"""

import numpy as np

from models.arrays import Flags, Floats
from models.numeric.ratios import ratio

MOST_LANGUAGES = 16  # time and memory double with every one


def share_hours(hours: Floats, speaks: Flags, need: Floats) -> Floats:
    """Hours that each group gives to each language, (..., G, L); every hour once.

    ``hours`` (..., G) and ``need`` (..., L), of the same leading shape, are not negative;
    ``speaks`` (G, L). Hours beyond the need are shared by the same rule. Groups whose languages
    nobody needs give nothing; groups of the same languages divide their task in proportion to
    their hours. Raises ValueError for more than ``MOST_LANGUAGES`` languages.
    """
    if need.shape[-1] > MOST_LANGUAGES:
        raise ValueError(f"{need.shape[-1]} languages; at most {MOST_LANGUAGES} can be shared")
    kinds, kind = np.unique(speaks, axis=0, return_inverse=True)
    members = np.asarray(kind.reshape(-1) == np.arange(len(kinds))[:, None], dtype=np.float64)
    pooled = hours @ members.T  # (..., kinds)
    given = _handed_out(pooled, kinds, _fair_hours(pooled, kinds, need))
    whole = pooled @ members  # (..., G) of all who speak the same
    part = ratio(hours, whole, 0.0)
    return np.asarray(given[..., kind.reshape(-1), :] * part[..., None])


def _fair_hours(hours: Floats, speaks: Flags, need: Floats) -> Floats:
    """What every language gets, (..., L): settled set by set, the scarcest first."""
    sets = _sets(need.shape[-1])
    reach = _speakers(sets, speaks)
    fair = np.zeros(need.shape)
    for _ in range(need.shape[-1]):
        asked = need @ sets.T
        cover = ratio(hours @ reach.T, asked, np.inf)
        scarcest = cover.argmin(axis=-1)[..., None]
        settled = (sets[scarcest[..., 0]] > 0) & (need > 0)
        fair += np.where(settled, np.take_along_axis(cover, scarcest, axis=-1), 0.0) * need
        need = np.where(settled, 0.0, need)
        hours = np.where(_speakers(settled, speaks) > 0, 0.0, hours)
    return fair


def _handed_out(hours: Floats, speaks: Flags, fair: Floats) -> Floats:
    """Who gives each language its hours, (..., kinds, L).

    Language by language, each kind of speaker gives all that the later languages can spare. What
    they can spare is a polymatroid, so that giving greedily in any order meets every language.
    """
    given = np.zeros((*hours.shape, fair.shape[-1]))
    left = hours.copy()
    for language in range(fair.shape[-1]):
        later = _sets(fair.shape[-1] - language - 1)
        reach = _speakers(later, speaks[:, language + 1 :])
        wanted, reserved = fair[..., language].copy(), fair[..., language + 1 :] @ later.T
        for kind in np.flatnonzero(speaks[:, language]):
            spare = np.where(reach[:, kind] > 0, left @ reach.T - reserved, np.inf).min(axis=-1)
            amount = np.maximum(np.minimum(np.minimum(wanted, left[..., kind]), spare), 0.0)
            given[..., kind, language] = amount
            left[..., kind] -= amount
            wanted -= amount
    return given


def _sets(languages: int) -> Floats:
    """Every set of languages, (2^L, L), as zeros and ones; the empty one first."""
    numbers = np.arange(2**languages)
    return np.asarray(numbers[:, None] >> np.arange(languages) & 1, dtype=np.float64)


def _speakers(sets: Floats | Flags, speaks: Flags) -> Floats:
    """Which kinds of people (..., kinds) speak a language of each set (..., L), as 0 and 1."""
    spoken = np.asarray(sets, dtype=np.float64) @ speaks.T.astype(np.float64)
    return np.asarray(spoken > 0, dtype=np.float64)
