"""Templates to pages. Everything is escaped; no template marks content as safe."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gazette import __version__
from services.api.pages import wording
from services.api.pages.assets import FOLDER, Asset
from services.api.pages.marking import marked

TEMPLATES = FOLDER.with_name("templates")
NO_HEADERS: Mapping[str, str] = {}


class Pages:
    """Renders templates with what all of them may use."""

    def __init__(self, assets: Mapping[str, Asset]) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            asset=lambda name: assets[name].url, words=wording, marked=marked, version=__version__
        )
        self._environment.globals["m"] = self._environment.get_template("macros.html").module

    def show(
        self,
        request: Request,
        template: str,
        context: Mapping[str, Any],
        status: int = 200,
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> HTMLResponse:
        """A page, not to be kept by caches."""
        html = self._environment.get_template(template).render({**context, "path": request.url.path})
        always = {"Cache-Control": "no-cache", "Content-Language": "zh-CN", "Vary": "Accept"}
        return HTMLResponse(html, status, always | dict(headers))
