"""The nightly job: learn every queue, judge, publish, or keep what was."""
