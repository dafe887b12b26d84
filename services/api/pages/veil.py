"""What a page says of personal data that it masks."""

from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import URL

from services.api.access import is_editor
from services.api.backends import ApiBackends


@dataclass(frozen=True, slots=True)
class Veil:
    """`drawn`: something on the page is masked. `lifted`: an editor sees it as printed. `url` leads to the other."""

    drawn: bool
    lifted: bool
    url: str | None = None


def veil(request: Request, backends: ApiBackends, masked: bool) -> Veil:
    """What this page masks, for this client."""
    here = request.url.remove_query_params("original")
    if not backends.masking:
        lifted = request.query_params.get("original") is not None and request.app.state.backends.masking
        return Veil(False, lifted, _address(here) if lifted else None)
    url = _address(here.include_query_params(original="true")) if masked and is_editor(request) else None
    return Veil(masked, False, url)


def _address(url: URL) -> str:
    return f"{url.path}?{url.query}" if url.query else url.path
