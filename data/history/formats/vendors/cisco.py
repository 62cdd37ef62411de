"""Cisco UCCX: the contact service queue activity report by interval, saved from CUIC.

Source: Cisco Unified Contact Center Express Report User Guide; CUIC Report Template Reference.
"""

from data.history.formats.head import Columns, Head
from data.history.formats.layout import Layout, Measures, Named, Wait, When


def cisco_cuic(head: Head) -> Layout | None:
    """Presented, handled and abandoned by queue and interval, means as hh:mm:ss."""
    found = head.header_with("CSQ Name", "Interval Start Time", "Calls Presented")
    if found is None:
        return None
    at, cells = found
    columns = Columns(cells)
    wait, aht = columns.find("Avg Queue Time"), columns.find("Avg Handle Time")
    return Layout(
        profile="cisco-cuic",
        label="a Cisco CUIC report of contact service queues by interval",
        header=at + 1,
        columns=cells,
        when=When((columns.need("Interval Start Time"),), end=columns.find("Interval End Time")),
        queue=Named(columns.need("CSQ Name")),
        measures=Measures(
            offered=(columns.need("Calls Presented"),),
            answered=columns.all(("Calls Handled",)),
            abandoned=columns.all(("Calls Abandoned",)),
            aht=() if aht is None else (aht,),
            waits=() if wait is None else (Wait(wait, "offered"),),
        ),
        notes=()
        if wait is None
        else ("Avg Queue Time is taken as the mean over the presented: this is not documented",),
    )
