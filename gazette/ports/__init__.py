"""The four doors to the outside, in our own words. Embedded and server adapters pass the same contract tests."""

from gazette.ports.archive import Archive, Dump, Load
from gazette.ports.bundles import BundleEntry, Bundles, Child
from gazette.ports.catalogue import Catalogue, Tables
from gazette.ports.codes import Codes, Evidence, Signer
from gazette.ports.commands import Command, Commands, CommandState, Progress
from gazette.ports.dead_letters import DeadCause, DeadFilter, DeadLetter, DeadLetters
from gazette.ports.figures import Ended, Observer
from gazette.ports.landmarks import Landmark, no_landmark
from gazette.ports.log import Bell, Delivery, EventLog, Lag, Subscription
from gazette.ports.objects import INBOX, ObjectStore, StoredObject
from gazette.ports.search import Entries, IndexEntry, Rebuild, SearchIndex
from gazette.ports.stack import Container, Stack
from gazette.ports.tables import (
    Documents,
    DocumentState,
    Incoming,
    IssueFilter,
    IssuePage,
    Issues,
    Relations,
    Submissions,
    Timeline,
)
from gazette.ports.traces import NoTracer, Tracer
from gazette.ports.work import Attempt, Beat, Unsent, Work

__all__ = [
    "INBOX",
    "Archive",
    "Attempt",
    "Beat",
    "Bell",
    "BundleEntry",
    "Bundles",
    "Catalogue",
    "Child",
    "Codes",
    "Command",
    "CommandState",
    "Commands",
    "Container",
    "DeadCause",
    "DeadFilter",
    "DeadLetter",
    "DeadLetters",
    "Delivery",
    "DocumentState",
    "Documents",
    "Dump",
    "Ended",
    "Entries",
    "EventLog",
    "Evidence",
    "Incoming",
    "IndexEntry",
    "IssueFilter",
    "IssuePage",
    "Issues",
    "Lag",
    "Landmark",
    "Load",
    "NoTracer",
    "ObjectStore",
    "Observer",
    "Progress",
    "Rebuild",
    "Relations",
    "SearchIndex",
    "Signer",
    "Stack",
    "StoredObject",
    "Submissions",
    "Subscription",
    "Tables",
    "Timeline",
    "Tracer",
    "Unsent",
    "Work",
    "no_landmark",
]
