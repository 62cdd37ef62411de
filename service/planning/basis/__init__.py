"""What every answer begins with: the current plan and release, days, streams of calls, tables."""
