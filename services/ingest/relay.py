"""The relay: what the outbox holds goes to the log, in order, and is marked only when the log has it."""

import structlog

from gazette.ports import Catalogue, EventLog, Landmark, no_landmark

BATCH = 500
lines = structlog.get_logger()


def relay(catalogue: Catalogue, log: EventLog, landmark: Landmark = no_landmark) -> int:
    """Send the oldest unsent events; returns how many. One relay at a time does it, others find nothing.

    A crash between the log and the mark sends some again: their ids are the same, and the inbox knows them.
    """
    with catalogue.transaction() as tables:
        unsent = tables.work.unsent(BATCH)
        if unsent:
            log.append([one.envelope for one in unsent])
            landmark("relay:appended")
            tables.work.mark_sent(one.number for one in unsent)
    for envelope in (one.envelope for one in unsent):
        lines.info("relayed", type=envelope.type, **envelope.ids)
    return len(unsent)
