"""Pages of an issue's file over the API and as pages to read: sizes, pictures, boxes, and who may see them."""

import io
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gazette.adapters.embedded.files import FileObjectStore
from gazette.layout import Box, Layout, PageFrame, packed, unpacked
from gazette.model import Document, Extraction, Place, Provenance, layout_key, source_key
from services.api.backends import ApiLimits
from services.api.pages import open_site
from services.api.routes.pages import page_router
from services.extract.drawing.page_images import PageImages
from services.extract.limits import Limits
from tests.at_once import at_once
from tests.formats.ofd import make_ofd
from tests.formats.pdf import by_hand, shown
from tests.service.conftest import Gateway, gateway_on
from tests.service.library import gazette, id_of, issue_of, record, store
from tests.service.mill import NOTICE, Mill, mill_on

URL = "/api/v1/issues"
NUMBER, TITLE = "临政发〔2021〕9号", "关于河道管护的通知"
TEXT = f"{TITLE}\n{NUMBER}\n河道管护要常抓不懈。"
PUBLIC = {"X-Forwarded-For": "203.0.113.7"}
HTML = {"Accept": "text/html"}
DATE = datetime(2026, 3, 1, tzinfo=UTC)
PRINTED = by_hand([f"{shown(TITLE, 200, 700)} {shown(NUMBER, 210, 660)}", shown("河道管护要常抓不懈。", 72, 700)])
LAYOUT = Layout(
    (PageFrame(1, 595, 842, 1), PageFrame(2, 595, 842, 3)),
    (Box(200, 128, 344, 144), Box(210, 168, 350, 184), Box(72, 128, 232, 144)),
)
LOOPED = by_hand([shown(TITLE, 200, 700)]).replace(b"/Kids[5 0 R]/Count 1", b"/Kids[2 0 R]/Count 9")
NARROW = by_hand([shown(TITLE, 200, 700)], width=10, height=100_000)
HUGE = by_hand([shown(TITLE, 200, 700)], width=100_000, height=100_000)


@contextmanager
def open_gateway(folder: Path, masking: bool = True) -> Iterator[Gateway]:
    with ExitStack() as stack:
        images = stack.enter_context(closing(PageImages(FileObjectStore(folder / "objects"), Limits(seconds=60))))
        site = open_site(300_000, images=images)
        limits, routers = ApiLimits(masking=masking), (page_router(images), *site.routers)
        gateway = stack.enter_context(gateway_on(folder, limits=limits, routers=routers, error_page=site.error_page))
        keep(gateway, "printed", PRINTED, LAYOUT)
        for name, data in (("looped", LOOPED), ("narrow", NARROW), ("huge", HUGE)):
            keep(gateway, name, data, replace(LAYOUT, pages=LAYOUT.pages[:1]))
        keep(gateway, "ofd", make_ofd(TEXT), LAYOUT, "application/ofd")
        keep(gateway, "torn", b"PK\x03\x04", LAYOUT, "application/ofd")
        keep(gateway, "strange", b"strange", LAYOUT, "application/x-strange")
        keep(gateway, "text", TEXT.encode(), None)
        yield gateway


def keep(gateway: Gateway, name: str, data: bytes, layout: Layout | None, media_type: str = "application/pdf") -> None:
    """An issue with one document, as it is when it was read from a file of this kind."""
    places = {"title": Place(1, 0, 1, 9, 1), "doc_number": Place(2, 0, 2, 11, 1)}
    found = {field: Provenance(place, 0.9, "line") for field, place in places.items()}
    document = Document(TITLE, 1, 3, NUMBER, page=1 if layout else None, provenance=found)
    issue = gazette(name, TEXT, DATE)
    store(gateway.backends, issue, [record(name, 0, document)], TEXT)
    objects = gateway.backends.objects
    objects.put(source_key(issue.sha256), io.BytesIO(data))
    if layout is not None:
        objects.put(layout_key(issue.text_key) or "", io.BytesIO(packed(layout, media_type)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with open_gateway(tmp_path_factory.mktemp("leaves")) as gateway:
        yield gateway


def image(name: str, page: int | str = 1) -> str:
    return f"{URL}/{issue_of(name)}/pages/{page}.png"


def test_pages_are_told_with_their_sizes(site: Gateway) -> None:
    found = site.client.get(f"{URL}/{issue_of('printed')}/pages", headers=PUBLIC).json()
    assert found["total"] == 2
    assert found["items"][1] == {
        "number": 2,
        "width": 595.0,
        "height": 842.0,
        "first_line": 3,
        "image": image("printed", 2),
    }
    found = site.client.get(f"{URL}/{issue_of('strange')}/pages").json()
    assert [page["image"] for page in found["items"]] == [None, None]


def test_a_page_is_drawn_and_asked_for_again_in_vain(site: Gateway) -> None:
    answer = site.client.get(image("printed"), params={"width": 400})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.content.startswith(b"\x89PNG")
    assert answer.headers["cache-control"] == "private, no-cache"
    tag = answer.headers["etag"]
    again = site.client.get(image("printed"), params={"width": 400}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = site.client.get(image("printed", 2), params={"width": 400}, headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_two_clients_at_once_both_get_the_page(site: Gateway) -> None:
    first, second = at_once(2, lambda _: site.client.get(image("printed"), params={"width": 777}).content)
    assert first == second
    assert first.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "page", "width", "status", "code"),
    [
        ("printed", 3, 400, 404, "not_found"),
        ("printed", 0, 400, 404, "not_found"),
        ("printed", "x", 400, 422, "bad_value"),
        ("printed", 1, 199, 422, "bad_value"),
        ("printed", 1, 2001, 422, "bad_value"),
        ("printed", 1, "wide", 422, "bad_value"),
        ("torn", 1, 400, 404, "no_image"),
        ("ofd", 2, 400, 404, "no_image"),
        ("strange", 1, 400, 404, "no_image"),
        ("text", 1, 400, 404, "no_pages"),
        ("narrow", 1, 2000, 404, "no_image"),
        ("looped", 1, 400, 404, "no_image"),
        ("none", 1, 400, 404, "not_found"),
    ],
)
def test_what_cannot_be_shown_is_refused_plainly(
    site: Gateway, name: str, page: int | str, width: int | str, status: int, code: str
) -> None:
    answer = site.client.get(image(name, page), params={"width": width})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["detail_zh"]
    assert site.client.get(image("printed"), params={"width": 400}).status_code == 200


def test_a_page_of_an_ofd_file_is_drawn(site: Gateway) -> None:
    answer = site.client.get(image("ofd"), params={"width": 400})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")


def test_a_huge_page_is_drawn_small(site: Gateway) -> None:
    assert site.client.get(image("huge")).content.startswith(b"\x89PNG")


def test_pictures_are_for_editors_while_personal_data_is_masked(site: Gateway, tmp_path: Path) -> None:
    for address in (image("printed"), f"/issues/{issue_of('printed')}/pages/1"):
        answer = site.client.get(address, headers=PUBLIC)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    with open_gateway(tmp_path, masking=False) as gateway:
        assert gateway.client.get(image("printed"), headers=PUBLIC).status_code == 200


def test_values_have_their_boxes_for_everybody(site: Gateway) -> None:
    address = f"/api/v1/documents/{id_of(NUMBER, 'printed')}"
    for headers in ({}, PUBLIC):
        found = site.client.get(address, headers=headers).json()["provenance"]
        assert (found["title"]["page"], found["title"]["box"]) == (1, [200.0, 128.0, 344.0, 144.0])
        assert found["doc_number"]["box"] == [210.0, 168.0, 350.0, 184.0]
    plain = site.client.get(f"/api/v1/documents/{id_of(NUMBER, 'text')}").json()["provenance"]
    assert plain["title"]["box"] is None


def test_fields_lead_to_their_place_on_the_page(site: Gateway) -> None:
    issue, document = issue_of("printed"), id_of(NUMBER, "printed")
    link = f"/issues/{issue}/pages/1?document={document}&amp;field=doc_number"
    page = site.client.get(f"/documents/{document}", headers=HTML).text
    assert f'href="{link}"' in page
    assert "/pages/" not in site.client.get(f"/documents/{document}", headers=HTML | PUBLIC).text
    leaf = site.client.get(link.replace("&amp;", "&"), headers=HTML)
    assert leaf.status_code == 200
    assert '<rect class="chosen" x="207.0" y="165.0" width="146.0" height="22.0">' in leaf.text
    assert leaf.text.count("<rect x=") == 1
    assert f'src="{image("printed")}?width=1200"' in leaf.text
    assert "style=" not in leaf.text
    assert f'href="/issues/{issue}/pages/2"' in leaf.text


def test_an_issue_leads_to_its_pages_where_there_are_pictures(site: Gateway) -> None:
    shown_to = {
        (name, bool(headers)): "/pages/1" in site.client.get(f"/issues/{issue_of(name)}", headers=HTML | headers).text
        for name in ("printed", "ofd", "strange", "text")
        for headers in ({}, PUBLIC)
    }
    assert [key for key, linked in shown_to.items() if linked] == [("printed", False), ("ofd", False)]


def test_a_page_without_a_picture_leads_to_its_text(site: Gateway) -> None:
    leaf = site.client.get(f"/issues/{issue_of('strange')}/pages/2", headers=HTML).text
    assert "此页没有图像" in leaf
    assert f"/issues/{issue_of('strange')}/lines?from=3#L3" in leaf
    assert "<img" not in leaf


@pytest.fixture
def mill(template: Path, tmp_path: Path) -> Iterator[Mill]:
    with mill_on(tmp_path, template) as mill:
        yield mill


@pytest.mark.parametrize("paged", [True, False])
def test_extraction_keeps_where_lines_stand(mill: Mill, paged: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = mill.parser.parse

    def read(*given: object) -> Extraction:
        found = replace(plain(*given), media_type="application/pdf")
        return replace(found, text=f"{found.text}\n", layout=LAYOUT) if paged else found

    monkeypatch.setattr(mill.parser, "parse", read)
    issue = mill.issue(mill.upload(NOTICE))
    mill.run()
    kept = [one.key for one in mill.objects.list("derived/") if one.key.endswith("/layout")]
    key = layout_key(mill.issue(issue.id).text_key)
    assert kept == ([key] if paged else [])
    if key:
        leaves = unpacked(mill.objects.open(key).read())
        assert (leaves.media_type, leaves.box(1, 1)) == ("application/pdf", LAYOUT.boxes[0])
