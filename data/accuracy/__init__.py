"""What was published against what came, kept for good.

A *publication* is what stood on a morning: a release under the plan of that night, from the day
after the last known one on. It is frozen by the nightly job in the transaction that publishes (or
keeps) the release, and never written again: plans corrected later, other releases made current and
releases tidied away change nothing of it. *What came* is read from history when it is asked for, so
that a corrected history corrects the scores.
"""
