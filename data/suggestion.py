"""What a writer probably meant: the nearest of the words that would have been right."""

from collections.abc import Iterable
from difflib import get_close_matches

LISTED = 12  # more words than this are no help in a message


def suggestion(word: str, choices: Iterable[str]) -> str:
    """The rest of an error's sentence: the nearest valid word, else the words to choose from."""
    valid = sorted(set(choices))
    near = nearest(word, valid)
    if near:
        return "did you mean " + " or ".join(f'"{x}"' for x in near) + "?"
    if 0 < len(valid) <= LISTED:
        return "write one of " + ", ".join(f'"{x}"' for x in valid)
    return "write one that exists"


def nearest(word: str, valid: Iterable[str]) -> list[str]:
    """At most two words that look like the one written, the likeliest first."""
    folded = {x.casefold(): x for x in valid}
    return [folded[x] for x in get_close_matches(word.casefold(), folded, n=2, cutoff=0.6)]
