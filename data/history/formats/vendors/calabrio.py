"""Calabrio (Teleopti): the queue file of 21 fields without a header.

Source: Calabrio help, "Queue data file format".
"""

import re

from data.history.formats.head import Head
from data.history.formats.layout import Layout, Measures, Named, Wait, When

FIELDS = (
    *("interval", "date", "time", "queue", "queue_name", "offd_direct_call_cnt"),
    *("overflow_in_call_cnt", "aband_call_cnt", "overflow_out_call_cnt", "answ_call_cnt"),
    *("queued_and_answ_call_dur", "queued_and_aband_call_dur", "talking_call_dur", "wrap_up_dur"),
    *("queued_answ_longest_que_dur", "queued_aband_longest_que_dur", "avg_avail_member_cnt"),
    *("ans_servicelevel_cnt", "wait_dur", "aband_short_call_cnt", "aband_within_sl_cnt"),
)
_ROW = (re.compile(r"15|30|45|60"), re.compile(r"\d{8}"), re.compile(r"\d{1,2}:\d\d"))


def calabrio(head: Head) -> Layout | None:
    """Every row has 21 fields that begin with minutes, yyyymmdd and HH:MM."""
    rows = head.records
    if not rows or not all(len(x) == len(FIELDS) and _fits(x) for x in rows):
        return None
    return Layout(
        profile="calabrio",
        label="a Calabrio queue file of 21 fields",
        header=0,
        columns=FIELDS,
        when=When((1, 2)),
        queue=Named(4),
        measures=Measures(
            offered=(5, 6),
            answered=(9,),
            abandoned=(7,),
            answered_in_time=(17,),
            handle_total=(12, 13),
            waits=(Wait(10, "total"), Wait(11, "total")),
        ),
        minutes=Named(0),
        notes=("AHT is talk and wrap-up as this form counts them",),
    )


def _fits(cells: tuple[str, ...]) -> bool:
    return all(x.fullmatch(y.strip()) for x, y in zip(_ROW, cells, strict=False))
