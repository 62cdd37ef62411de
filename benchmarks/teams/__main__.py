"""Teams that share, approximated and simulated: writes ``benchmarks/teams.md``.

    .venv/bin/python -m benchmarks.teams

Needs a C compiler; some minutes.
"""

from pathlib import Path

from benchmarks.teams.report import CALLS, COUNTED, checked, judged, timed

OUT = Path(__file__).parent.with_suffix(".md")
TEXT = f"""# Teams that share

Made by `.venv/bin/python -m benchmarks.teams`. Specialists take their queue's calls, flexible
people all queues'; own specialists first, then the longest wait. Each team is simulated with
{CALLS:,} calls (`benchmarks/teams/calls.c`), the first twentieth not counted.

## The simulation

Ten million calls each; percent, by queue.

{{checked}}
## The approximation against the simulation

Points of service level (share of the offered answered in time), by queue and by team. The
teams' seeds were used once, for this table. Queues of at most {COUNTED:,} counted calls are
left out, since chance alone moves them (none of the held out are so small). The usual teams
have 2-4 queues of 2-60 erlangs and 0-100 % of people shared, half of them with handling times
that differ up to twofold; wide ones up to 8 queues of 0.3-120 erlangs, and from 4 square
roots of the load too few people to 4 too many. Between: AHT 240-720 s, patience 90-420 s,
threshold 15-45 s, values from which no lesson was drawn, inside the range of those that were;
other teams of them were looked at when inputs were chosen. Far outside: AHT 60 or 2,400 s,
patience 30 or 3,000 s, threshold 2 or 240 s.

{{judged}}
Of several kinds (two or three, each for two queues) the largest is shared and the others' hours
are divided once, as capacity has it.

{{timed}}"""


if __name__ == "__main__":
    OUT.write_text(TEXT.format(checked=checked(), judged=judged(), timed=timed()))
