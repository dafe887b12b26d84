"""Web pages: the text without what surrounds it, however the portal is built."""

import pytest

from gazette.errors import RejectedError
from services.extract import formats
from services.extract.formats import html

BODY = [
    "云川市人民政府关于加强档案管理的通知",
    "云政发〔2020〕7号",
    "各县、区人民政府，市政府各部门：",
    "　　一、提高认识。各单位要充分认识档案工作的意义，切实加强领导，落实责任。",
    "　　二、健全制度。要完善收集、整理、保管和利用的各项制度，确保档案安全。",
    "云川市人民政府",
    "2020年3月5日",
]
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in BODY)
LINKS = "".join(f'<li><a href="/{k}">政务公开栏目第{k}号，了解更多内容请点击这里。</a></li>' for k in range(40))

MENU = f"<ul>{LINKS}</ul>"

PORTALS = {
    "fragment": PARAGRAPHS,
    "divs": f"<html><body><div>{MENU}</div><div><div>{PARAGRAPHS}</div></div><div>版权所有</div></body></html>",
    "tables for layout": f"<html><body><table><tr><td>{MENU}</td><td>{PARAGRAPHS}</td></tr></table></body></html>",
    "one form around all": f"<html><body><form id=f>{MENU}<div>{PARAGRAPHS}</div></form></body></html>",
    "breaks": f"<html><body><nav>{LINKS}</nav><div id=zoom>{'<br>'.join(BODY)}</div><footer>x</footer></body></html>",
    "spans": "<html><body><div>"
    + "".join(f"<p><span>{x[:3]}</span><b>{x[3:]}</b></p>" for x in BODY)
    + "</div></body>",
    "title outside": f"<html><body>{MENU}<h1>{BODY[0]}</h1><div>来源：办公室</div><div>"
    + "".join(f"<p>{line}</p>" for line in BODY[1:])
    + "</div></body></html>",
}


@pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS)
def test_the_text_alone(portal: str) -> None:
    assert html.read(portal.encode()).text.split("\n") == BODY


@pytest.mark.parametrize("codec", ["gb2312", "gbk", "gb18030", "utf-8", "big5"])
def test_the_encoding_that_a_page_declares(codec: str) -> None:
    text = "公報" if codec == "big5" else "公报"
    page = f'<html><head><meta http-equiv=Content-Type content="text/html; charset={codec}"></head><body><p>{text}</p>'
    assert html.read(page.encode(codec)).text == text


def test_a_false_declaration_is_not_believed() -> None:
    assert html.read(f"<html><meta charset=utf-8><body>{PARAGRAPHS}".encode("gb18030")).text.split("\n") == BODY


def test_tables_of_values_are_rows() -> None:
    table = "<table><tr><th>序号</th><th>指标<br>名称</th></tr><tr><td>1</td><td>粮食&nbsp;产量</td></tr></table>"
    text = html.read(f"<html><body>{PARAGRAPHS}{table}</body></html>".encode()).text
    assert text.split("\n")[-2:] == ["| 序号 | 指标 名称 |", "| 1 | 粮食 产量 |"]


def test_what_is_not_seen_is_not_read() -> None:
    unseen = "<script>一</script><style>二</style><div style='display: none'>三</div><!-- 四 --><template>五</template>"
    assert html.read(f"<html><body>{unseen}{PARAGRAPHS}</body></html>".encode()).text.split("\n") == BODY


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1>nginx</body></html>",
        "<html><body><div>抱歉，您访问的页面不存在或已删除。</div><a href=/>返回首页</a></body></html>",
    ],
)
def test_a_fault_of_the_portal_is_no_document(page: str) -> None:
    with pytest.raises(RejectedError) as refused:
        html.read(page.encode())
    assert refused.value.code == "error_page"


def test_a_page_without_text_is_empty() -> None:
    with pytest.raises(RejectedError) as refused:
        formats.read(b"<html><body><img src=http://192.0.2.1/a.png></body></html>")
    assert refused.value.code == "empty"


def test_endless_nesting_is_refused() -> None:
    with pytest.raises(RejectedError) as refused:
        html.read(b"<html><body>" + b"<b>" * 5000 + "公报".encode())
    assert refused.value.code == "too_deep"


def test_many_flat_blocks_are_read_in_one_go() -> None:
    page = "<html><body>" + "<p>一行文字，没有别的。</p>" * 50_000
    assert html.read(page.encode()).text.count("\n") == 49_999


def test_elements_left_open_are_refused_before_they_cost_anything() -> None:
    with pytest.raises(RejectedError) as refused:
        formats.read(b"<html><body><p>" + b"<div>" * 100_000)
    assert refused.value.code == "too_deep"


def test_many_elements_that_end_themselves_or_need_no_end_are_no_nesting() -> None:
    shapes = "<svg>" + "<path d='M 0 0'/><g/>" * 3_000 + "</svg>" + "<p>一项<br>" * 3_000
    assert formats.read(f"<html><body>{shapes}</body></html>".encode()).text.count("一项") == 3_000
