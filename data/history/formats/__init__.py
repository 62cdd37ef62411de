"""The forms in which switches, planning suites and people write past calls, each by its name."""
