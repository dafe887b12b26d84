"""The four doors to the outside, in our own words. Embedded and server adapters pass the same contract tests."""

from gazette.ports.archive import Archive, Dump, Load
from gazette.ports.catalogue import Catalogue, Tables
from gazette.ports.landmarks import Landmark, no_landmark
from gazette.ports.log import Bell, Delivery, EventLog, Lag, Subscription
from gazette.ports.objects import INBOX, ObjectStore, StoredObject
from gazette.ports.search import SearchIndex
from gazette.ports.tables import Documents, Incoming, IssueFilter, IssuePage, Issues, Relations, Submissions, Timeline
from gazette.ports.work import Attempt, Beat, DeadLetter, Unsent, Work

__all__ = [
    "INBOX",
    "Archive",
    "Attempt",
    "Beat",
    "Bell",
    "Catalogue",
    "DeadLetter",
    "Delivery",
    "Documents",
    "Dump",
    "EventLog",
    "Incoming",
    "IssueFilter",
    "IssuePage",
    "Issues",
    "Lag",
    "Landmark",
    "Load",
    "ObjectStore",
    "Relations",
    "SearchIndex",
    "StoredObject",
    "Submissions",
    "Subscription",
    "Tables",
    "Timeline",
    "Unsent",
    "Work",
    "no_landmark",
]
