"""Puts the commands together that the holder of the index carries out."""

from collections.abc import Sequence
from datetime import timedelta

from gazette.ports import Landmark
from gazette.settings import Settings
from gazette.wiring import Backends
from services.index.commands import Perform, Runner
from services.index.holdings import Holdings
from services.index.reconcile import Ages, Reconcile
from services.index.reindex import Reindex
from services.index.replay import Replay

INDEX = "index"
"""The role that carries commands out."""


def runners(backends: Backends, settings: Settings, landmark: Landmark, holder: str) -> Sequence[Runner]:
    """Two, so that a replay need not wait until a reindex has ended."""
    on_index: dict[str, Perform] = {
        "reindex": Reindex(_holdings(backends, settings), backends.search, _kept(settings), landmark),
        "reconcile": reconcile(backends, settings),
    }
    return (
        Runner(backends.catalogue, holder, on_index),
        Runner(backends.catalogue, holder, {"replay": Replay(backends.catalogue)}),
    )


def reconcile(backends: Backends, settings: Settings) -> Reconcile:
    """Store, catalogue and index held against each other."""
    ages = Ages(timedelta(hours=settings.orphan_hours), _kept(settings))
    return Reconcile(_holdings(backends, settings), backends.search, ages, lambda: _waiting(backends))


def _holdings(backends: Backends, settings: Settings) -> Holdings:
    return Holdings(backends.objects, backends.catalogue, settings.mask_personal_data)


def _kept(settings: Settings) -> timedelta:
    """So long may an event come late."""
    return timedelta(days=settings.retention_days)


def _waiting(backends: Backends) -> int:
    return sum(one.waiting for one in backends.log.lag(INDEX))
