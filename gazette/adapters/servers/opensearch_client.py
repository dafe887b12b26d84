"""The connection to OpenSearch, and its errors in our words."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import OpenSearchException, TransportError

from gazette.adapters.servers.urls import ServerUrl
from gazette.errors import GazetteError, SettingsError, UnavailableError

ALIAS = re.compile(r"[a-z0-9][a-z0-9._-]{0,200}")
OPTIONS = ("secure", "verify", "ca", "shards", "replicas")
SECONDS = 30
CONNECTIONS = 40
TRIES = 2

MISSING, TOO_MUCH, BROKEN = 404, 429, 500
REFUSED = {401, 403}


def connect(where: ServerUrl) -> OpenSearch:
    """A client; nothing is sent yet. Encrypted unless told otherwise where there is a password."""
    where.allow(*OPTIONS)
    if not ALIAS.fullmatch(where.path):
        raise SettingsError(
            "GAZETTE_SEARCH is written as opensearch://[USER:PASSWORD@]HOST:PORT/INDEX; "
            "the index is named in small letters and digits"
        )
    for library in ("opensearch", "urllib3"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    secure = where.switch("secure", where.user is not None)
    return OpenSearch(
        hosts=[f"{'https' if secure else 'http'}://{host}" for host in where.hosts],
        http_auth=(where.user, where.password or "") if where.user else None,
        use_ssl=secure,
        verify_certs=where.switch("verify", True),
        ca_certs=where.options.get("ca"),
        ssl_show_warn=False,
        timeout=SECONDS,
        max_retries=TRIES,
        pool_maxsize=CONNECTIONS,
    )


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Errors of client and connection in our words; `name` says which index."""
    try:
        yield
    except NoConnection as error:
        mend = "see that OpenSearch runs and that GAZETTE_SEARCH names it"
        raise UnavailableError(f"the search index {name} does not answer ({error.info}); {mend}") from error
    except TransportError as error:
        raise failure(name, int(error.status_code), str(error)) from error
    except OpenSearchException as error:
        raise GazetteError(f"the search index {name} and its client do not understand each other: {error}") from error


def failure(name: str, status: int, reason: str) -> GazetteError:
    """What an HTTP status above 400 means: only a request that is refused as such cannot be waited out."""
    if status == MISSING:
        return UnavailableError(f"the search index {name} is missing; `gazette init` makes it")
    if status in REFUSED:
        mend = "mend the user and password of GAZETTE_SEARCH or what they may do"
        return UnavailableError(f"the search index {name} does not allow it ({reason}); {mend}")
    if status == TOO_MUCH or status >= BROKEN:
        return UnavailableError(f"the search index {name} cannot do it now ({reason}); see the log of OpenSearch")
    return GazetteError(f"the search index {name} refuses what was sent: {reason}")
