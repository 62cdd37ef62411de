"""Days of the horizon that may turn out in another way than the mean foretells."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats


@dataclass(frozen=True, slots=True)
class OtherStory:
    """What the calls are if history is read the other way, and how likely that is.

    The mean tells one story: what one year showed comes again, or does not. Where the history
    cannot tell, ranges hold both.
    """

    probability: Floats  # (H,) that the other story holds; 0: there is none
    log_ratio: Floats  # (H,) log of the calls under the other story over the forecast mean


def no_other_story(days: int) -> OtherStory:
    """For ``days`` of a horizon of which only one story is told."""
    return OtherStory(np.zeros(days), np.zeros(days))
