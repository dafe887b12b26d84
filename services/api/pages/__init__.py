"""The pages that people read: the same answers as the API, as HTML. Chinese first, English beside it."""

from services.api.pages.site import Site, open_site

__all__ = ["Site", "open_site"]
