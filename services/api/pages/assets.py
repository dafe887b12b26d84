"""Static files, read once, named by their content so that browsers may keep them for good."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.api.problems import Problem

FOLDER = Path(__file__).with_name("static")
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
FOR_GOOD = "public, max-age=31536000, immutable"
DIGEST = 12


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, its media type, and a digest that changes with them."""

    name: str
    data: bytes
    media_type: str
    digest: str

    @property
    def url(self) -> str:
        """Where it is served; another content has another address."""
        return f"/static/{self.name}?v={self.digest}"


def read_assets(folder: Path = FOLDER) -> Mapping[str, Asset]:
    """Every static file by its name."""
    return {path.name: _asset(path) for path in sorted(folder.iterdir()) if path.suffix in TYPES}


def assets_router(assets: Mapping[str, Asset]) -> APIRouter:
    """GET /static/{name}."""
    router = APIRouter(include_in_schema=False)

    @router.get("/static/{name}")
    def static(name: str, request: Request, v: str = "") -> Response:
        asset = assets.get(name)
        if asset is None:
            raise Problem("no_route", "There is no such file.")
        tag = f'"{asset.digest}"'
        headers = {"Cache-Control": FOR_GOOD if v == asset.digest else "no-cache", "ETag": tag}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(asset.data, headers=headers, media_type=asset.media_type)

    return router


def _asset(path: Path) -> Asset:
    data = path.read_bytes()
    return Asset(path.name, data, TYPES[path.suffix], hashlib.sha256(data).hexdigest()[:DIGEST])
