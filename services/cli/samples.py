"""Sample files, added on the very first start and never again."""

from collections.abc import Sequence
from pathlib import Path

from gazette.model import issue_id
from gazette.ports import IssueFilter
from gazette.settings import Settings
from gazette.wiring import Backends, failpoint
from services.cli.files import LocalFile, collect, digest, media_type
from services.ingest.receive import Upload, receive

BEGUN, DONE = "begun", "done"


def add_samples(backends: Backends, settings: Settings, samples: Sequence[Path]) -> None:
    """Add each sample once, if nothing was ever held. A start that was cut off in the middle is gone on with."""
    marker = settings.data / "samples"
    state = marker.read_text(encoding="ascii") if marker.exists() else None
    if not samples or state == DONE:
        return
    if state == BEGUN or _is_untouched(backends):
        marker.write_text(BEGUN, encoding="ascii")
        for file in collect(samples):
            _add(backends, settings, file)
    marker.write_text(DONE, encoding="ascii")


def _is_untouched(backends: Backends) -> bool:
    """Whether there was never an issue: no row, and no bytes either, which deleted issues keep."""
    with backends.catalogue.reading() as tables:
        total = tables.issues.page(IssueFilter(), 1).total
    return total == 0 and next(iter(backends.objects.list("sha256/")), None) is None


def _add(backends: Backends, settings: Settings, file: LocalFile) -> None:
    sha256, size = digest(file, settings.max_upload_bytes, lambda _: None)
    with backends.catalogue.reading() as tables:
        held = tables.issues.get(issue_id(sha256))
    if held is None:
        receive(
            file.path,
            sha256,
            size,
            Upload(file.path.name, media_type(file.path)),
            catalogue=backends.catalogue,
            objects=backends.objects,
            landmark=failpoint(settings.failpoint),
        )
