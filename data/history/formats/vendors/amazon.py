"""Amazon Connect: the historical metrics its forecasting imports.

Source: Amazon Connect Administrator Guide, "Import historical data for forecasting".
"""

from data.history.formats.head import Columns, Head
from data.history.formats.layout import Keep, Layout, Measures, Named, When

HEADER = ("QueueName", "QueueId", "ChannelType", "TimeStamp", "IncomingContactVolume")


def amazon_connect(head: Head) -> Layout | None:
    """Contacts by queue and interval; without ContactsHandled it is a forecast override."""
    found = head.header_with(*HEADER, "ContactsHandled")
    if found is None:
        return None
    at, cells = found
    columns = Columns(cells)
    length = columns.find("IntervalDuration")
    return Layout(
        profile="amazon-connect",
        label="an Amazon Connect file of historical metrics",
        header=at + 1,
        columns=cells,
        when=When((columns.need("TimeStamp"),)),
        queue=Named(columns.need("QueueName")),
        measures=Measures(
            offered=(columns.need("IncomingContactVolume"),),
            answered=(columns.need("ContactsHandled"),),
            aht=columns.all(("AverageHandleTime",)),
        ),
        keeps=(Keep(columns.need("ChannelType"), frozenset({"voice"})),),
        minutes=None if length is None else Named(length),
        notes=("abandoned calls and waits are not in this form: they stay unknown",),
    )
