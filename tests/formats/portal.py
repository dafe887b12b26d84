"""A gazette as a page of an office's portal: its text among navigation, other documents, buttons and footers."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from tests.formats.printed import printed

HEAD = """<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>政府公报-某某市人民政府</title>
<style>.side { float: right }</style><script>var column = "关于印发某办法的通知";</script></head><body>
<div class="top"><a href="/">首页</a> <a href="/zwgk/">政务公开</a> <a href="/hd/">互动</a>
<form><input name="q"></form></div>
<div class="path">您的位置：<a href="/">首页</a> &gt; <a href="/gb/">政府公报</a> &gt; 正文</div>
<div class="side"><h3>相关文件</h3><ul>
<li><a href="1.html">某某市人民政府关于加强养犬管理的通告</a><span>2019-01-02</span></li>
<li><a href="2.html">某某市人民政府办公室关于成立领导小组的通知（某政办发〔2019〕2号）</a><span>2019-01-03</span></li>
</ul></div><div class="main">
<div class="tools">字号：<a>大</a> <a>中</a> <a>小</a> 打印 分享</div><div class="TRS_Editor">
"""
FOOT = """</div><div class="share">扫一扫在手机打开当前页</div></div>
<div class="foot"><p>主办：某某市人民政府办公室　网站标识码：1234567890</p>
<p>联系我们 | 网站地图</p></div></body></html>
"""


def make_portal(text: str) -> bytes:
    """A page in UTF-8; lines with tabs become rows of a table."""
    return (HEAD + "\n".join(_blocks(printed(text))) + FOOT).encode()


def _blocks(lines: list[str]) -> Iterator[str]:
    for is_table, group in groupby(lines, lambda line: "\t" in line):
        if is_table:
            yield "<table border=1>" + "".join(map(_row, group)) + "</table>"
        else:
            yield from (f'<p style="text-indent: 2em">{escape(line)}</p>' for line in group)


def _row(line: str) -> str:
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line.split("\t")) + "</tr>"
