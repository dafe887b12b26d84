"""Pages of an issue's file: where its lines stand on them, and their pictures for those who may see these."""

from collections.abc import Container
from typing import Protocol

from fastapi import Request

from gazette.errors import NotFoundError, RejectedError
from gazette.layout import Leaves, PageFrame, unpacked
from gazette.model import Issue, layout_key
from services.api.access import is_editor
from services.api.backends import ApiBackends
from services.api.problems import Problem, sentence
from services.api.texts import no_text


class PageImages(Protocol):
    """Draws pages of files."""

    @property
    def media_types(self) -> Container[str]:
        """Of which files."""

    def draw(self, sha256: str, name: str, page: int, width: int) -> bytes:
        """A page of the file with this hash as a PNG, so many pixels wide.

        BusyError where too many wait, RejectedError where it cannot be drawn, TransientError where drawing failed.
        """


def held_leaves(backends: ApiBackends, issue: Issue) -> Leaves | None:
    """The pages of an issue; None where its format has none."""
    key = layout_key(issue.text_key)
    if key is None:
        return None
    try:
        with backends.objects.open(key) as stream:
            return unpacked(stream.read())
    except NotFoundError:
        return None


def leaves_of(backends: ApiBackends, issue: Issue) -> Leaves:
    """The pages of an issue. Problem `no_text` where it is not read yet, `no_pages` where its format has none."""
    if issue.text_key is None:
        raise no_text(issue)
    leaves = held_leaves(backends, issue)
    if leaves is None:
        raise Problem("no_pages", "The file of this issue has no pages: its format has none. Read its text instead.")
    return leaves


def leaf_of(leaves: Leaves, number: int) -> PageFrame:
    """One page. Problem `not_found` where there is none with this number."""
    leaf = leaves.page(number)
    if leaf is None:
        count = len(leaves.pages)
        raise Problem(
            "not_found",
            f"This issue has no page {number}; it has {count}. Ask for a page that GET …/pages lists.",
            f"没有第 {number} 页，共 {count} 页。",
        )
    return leaf


def may_see(request: Request, backends: ApiBackends) -> bool:
    """Whether the client may see pictures of pages: they show personal data as printed."""
    return not backends.masking or is_editor(request)


def demand_sight(request: Request, backends: ApiBackends) -> None:
    """Problem `forbidden` where the client may not see pictures of pages."""
    if not may_see(request, backends):
        raise Problem(
            "forbidden",
            "Pictures of pages show personal data as printed: only an editor sees them. Read the masked text instead.",
            "页面图像含未遮盖的个人信息，只有编辑可以查看；请阅读已遮盖的文字。",
        )


def drawable(images: PageImages | None, leaves: Leaves | None, leaf: PageFrame | None = None) -> bool:
    """Whether there can be pictures of pages at all, or of this one."""
    has_area = leaf is None or (leaf.width > 0 and leaf.height > 0)
    return images is not None and leaves is not None and leaves.media_type in images.media_types and has_area


def picture(images: PageImages | None, issue: Issue, leaves: Leaves, leaf: PageFrame, width: int) -> bytes:
    """A page as a PNG. Problem `no_image` where none can be drawn; BusyError, TransientError."""
    if images is None or not drawable(images, leaves, leaf):
        raise Problem("no_image", "No picture of this page can be drawn here. Read its text instead.")
    try:
        return images.draw(issue.sha256, issue.file_name, leaf.number, width)
    except RejectedError as error:
        raise Problem("no_image", sentence(error), error.chinese) from error
