"""The sample case: a synthetic transition and three synthetic years of calls to judge by.

The plan is ``plan.toml``; the calls come from effects that are not of the demand model's own form.
"""

from data.sample.writer import write_sample

__all__ = ["write_sample"]
