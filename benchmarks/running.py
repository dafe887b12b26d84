"""The servers of `make servers`, for measuring on them."""

from collections.abc import Mapping

import pytest

from gazette.errors import SettingsError
from tests.contract import servers


def urls() -> Mapping[str, str]:
    """Setting → URL of the running servers; SettingsError where they do not run."""
    try:
        return servers.urls()
    except pytest.skip.Exception as missing:
        raise SettingsError(str(missing)) from missing
