"""The two sizes that the product runs in: a data folder, or names of its own on the four real servers."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tests.contract import servers

EMBEDDED = "embedded"
SERVERS = "servers"


@contextmanager
def environment(size: str) -> Iterator[Mapping[str, str]]:
    """Settings for a size, initialised; what was made on the servers is removed in the end."""
    if size == EMBEDDED:
        yield dict.fromkeys(servers.VARIABLES, "")
        return
    name = f"flow{uuid.uuid4().hex[:12]}"
    place = servers.ServerPlace(name, "template0")
    settings = {variable: servers.renamed(url, name) for variable, url in servers.urls().items()}
    try:
        for port in (place.catalogue, place.objects, place.log, place.search):
            port()
        subprocess.run([sys.executable, "-m", "services", "init"], env=os.environ | settings, check=True, timeout=120)
        yield settings
    finally:
        place.close()
