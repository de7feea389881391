"""The text of each page without anything else, as index.txt beside its index.html.

For screen readers, braille and people who copy text. One paragraph, item or table row is one
line, so that a reader's own program decides where lines end. A row of a table says the name of
each column: 「作った年齢: 66歳。期限: 71歳。」
"""

import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from postbuild.markup import TOKEN, attributes

NAME = "index.txt"
FIRST = (
    "非公式　市民がつくった案内です。国や市区町村の公式サイトではありません。"
    "カードと通知書の日付が優先です。"
)
KEY = "■は大見出し、●は小見出し、・は項目です。[1]は出典の番号で、出典は終わりにあります。"

_MARKS = {"h1": "", "h2": "■", "h3": "●", "h4": "●"}
_BLOCKS = frozenset(
    "address article aside blockquote details div dl dt figcaption figure footer header hr "
    "legend li main nav ol p pre section summary table tbody thead tr ul".split()
) | set(_MARKS)
_SKIPPED = {"noscript", "button", "select", "rp"}
_VOID = {"br", "hr", "img", "input", "link", "meta", "source", "wbr", "col"}
_NOT_READ = {"kg-narrow", "kg-wait"}
_SPACE = re.compile(r"[ \t\r\n]+")
_UNSEEN = str.maketrans("", "", "\u2060\ufe0e")
_JAPANESE = r"[\u3000-\u9fff\uff00-\uffef]"
_GAP = re.compile(rf"(?<={_JAPANESE}) (?={_JAPANESE})")
_ENDED = re.compile(r"[。？、：:…](?:\[[^\]]*\])?$|^$")
_START = re.compile(r'<div id="kg-main"[^>]*>')


@dataclass
class _Table:
    """A table while it is read: its head, and the cells of the row at hand."""

    heads: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    in_head: bool = False


class _Reader:
    """Turns the tokens of a page's article into lines."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.text = ""
        self.mark = ""  # what the next line begins with
        self.stack: list[str] = []
        self.skip_above = 0  # the depth at which skipping began; 0 while reading
        self.lists: list[int | None] = []  # the number of the last item; None for bullets
        self.table: _Table | None = None
        self.addresses: list[str] = []  # of links to other sites, written below their line
        self.after: list[tuple[int, str]] = []  # what to write when this depth closes
        self.after_bold = False
        self.buttons: list[int] = []  # the depths of links that look like buttons

    def open(self, name: str, attrs: dict[str, str], closed: bool) -> None:
        """Begin an element."""
        if name in _VOID or closed:
            if not self.skip_above:
                self._void(name, attrs)
            return
        self.stack.append(name)
        if self.skip_above:
            return
        classes = set(attrs.get("class", "").split())
        spoken = attrs.get("aria-label", "") if attrs.get("role") == "img" else ""
        hidden = "hidden" in attrs or attrs.get("aria-hidden") == "true" or classes & _NOT_READ
        if name == "svg" or spoken or hidden or name in _SKIPPED:
            if not hidden and (spoken or attrs.get("aria-label")):
                self.text += f"（図：{spoken or attrs['aria-label']}）"
            self.skip_above = len(self.stack)
            return
        if name in _BLOCKS:
            self.flush()
        self._begin(name, attrs, classes)

    def _begin(self, name: str, attrs: dict[str, str], classes: set[str]) -> None:
        depth = len(self.stack)
        if name in _MARKS:
            self.lines.append("")
            self.mark = _MARKS[name]
        elif name in ("ul", "ol"):
            self.lists.append(0 if name == "ol" else None)
        elif name == "li" and self.lists:
            self._item()
        elif name == "table":
            self.table = _Table()
        elif name == "thead" and self.table:
            self.table.in_head = True
        elif name == "rt":
            self.text += "（"
            self.after.append((depth, "）"))
        elif name == "sup" and "kg-mark" in classes:
            self.text += "["
            self.after.append((depth, "]"))
        elif name == "span" and not classes and self.after_bold:
            self.text += "："  # a name and what it means, which only the style sheet parts
        elif name == "a":
            url = urlsplit(attrs.get("href", ""))
            if url.scheme in ("http", "https"):
                self.addresses.append(attrs["href"])
            if "kg-btn" in classes:
                self.flush()
                self.mark = "・"
                self.buttons.append(depth)

    def _item(self) -> None:
        number = self.lists[-1]
        indent = "　" * (len(self.lists) - 1)
        if number is None:
            self.mark = f"{indent}・"
        else:
            self.lists[-1] = number + 1
            self.mark = f"{indent}{number + 1}．"

    def close(self, name: str) -> None:
        """End an element; an end without a beginning is nothing."""
        if name not in self.stack:
            return
        while self.stack:
            depth, inner = len(self.stack), self.stack.pop()
            if self.skip_above:
                if depth == self.skip_above:
                    self.skip_above = 0
            else:
                self._end(inner, depth)
            if inner == name:
                return

    def _end(self, name: str, depth: int) -> None:
        if self.after and self.after[-1][0] == depth:
            self.text += self.after.pop()[1]
        if name in ("td", "th") and self.table:
            self.table.cells.append(_tidy(self.text).removesuffix("、"))
            self.text = ""
        elif name == "tr" and self.table:
            self._row(self.table)
        elif name == "caption":
            self._line("表：")
        elif name == "dt":
            self.text += "："  # what it means stands on the same line
        elif name in _BLOCKS or name == "dd":
            self.flush()
        elif name == "b":
            self.after_bold = True
        elif self.buttons[-1:] == [depth]:
            self.buttons.pop()
            self.flush()
        if name in ("ul", "ol"):
            self.lists.pop()
            self.mark = "　" * len(self.lists)
        elif name == "thead" and self.table:
            self.table.in_head = False
        elif name == "table":
            self.table = None
            self.lines.append("")

    def _row(self, table: _Table) -> None:
        cells, table.cells = table.cells, []
        if table.in_head:
            table.heads = cells
            return
        named = [
            f"{head}: {cell}" if head else cell
            for head, cell in zip(table.heads or [""] * len(cells), cells, strict=False)
            if cell
        ]
        self.text = "".join(each if _ENDED.search(each) else f"{each}。" for each in named)
        self._line("")

    def _void(self, name: str, attrs: dict[str, str]) -> None:
        if name == "br":
            if self.table:
                self._pause("。")
            else:
                self.flush()
        elif name == "img" and attrs.get("alt"):
            self.text += f"（図：{attrs['alt']}）"

    def read(self, text: str, *, as_is: bool = False) -> None:
        """Take up text; `as_is` keeps its line ends."""
        if self.skip_above:
            return
        self.after_bold = False
        if as_is or "pre" in self.stack:
            for number, line in enumerate(unescape(text).strip("\n").split("\n")):
                if number:
                    self.flush()
                self.text += line
        else:
            self.text += unescape(text)

    def flush(self) -> None:
        """End the line at hand; inside a table only a row ends one."""
        if self.table:
            self._pause("、")
        else:
            self._line(self.mark)

    def _pause(self, sign: str) -> None:
        text = _tidy(self.text)
        self.text = text if _ENDED.search(text) else text + sign

    def _line(self, mark: str) -> None:
        text, self.text = _tidy(self.text), ""
        if not text:
            return
        indent = "　" * len(self.lists)
        self.lines += [mark + text, *(indent + address for address in self.addresses)]
        self.addresses.clear()
        self.mark = indent


def text_of(html: str) -> str:
    """The article of a built page as plain text, one paragraph, item or row a line."""
    start = _START.search(html)
    if not start:
        return ""
    reader, depth = _Reader(), 1
    for token in TOKEN.finditer(html, start.end()):
        kind = token.lastgroup
        if kind == "text":
            reader.read(token[0])
        elif kind == "open":
            name = token["open_name"].lower()
            depth += name == "div"
            attrs = attributes(token["open_attrs"] or "")
            reader.open(name, attrs, closed=token[0].endswith("/>"))
        elif kind == "close":
            name = token["close_name"].lower()
            depth -= name == "div"
            if not depth:
                break
            reader.close(name)
        elif kind == "raw" and token["raw_name"].lower() == "textarea":
            reader.flush()
            reader.read(token["raw_text"], as_is=True)
            reader.flush()
    reader.flush()
    return "\n".join(_spaced(reader.lines)) + "\n"


def write(page: Path, address: str = "") -> None:
    """Write the text of one built page beside it; nothing for a page that only leads on."""
    html = page.read_text("utf-8")
    text = text_of(html)
    if not text.strip() or 'http-equiv="refresh"' in html:
        return
    where = [f"もとのページ：{address}"] if address else []
    head = "\n".join([FIRST, KEY, *where])
    page.with_name(NAME).write_text(f"{head}\n\n{text.lstrip()}", "utf-8", newline="\n")


def apply(site_dir: Path, site_url: str = "") -> None:
    """Write the text of every page of a built site."""
    for page in sorted(site_dir.rglob("index.html")):
        write(page, address_of(page, site_dir, site_url))


def address_of(page: Path, site_dir: Path, site_url: str) -> str:
    """The address a page will have; "" where the site's is not known."""
    folder = page.parent.relative_to(site_dir).as_posix()
    return f"{site_url.rstrip('/')}/{'' if folder == '.' else f'{folder}/'}" if site_url else ""


def _tidy(text: str) -> str:
    text = _GAP.sub("", _SPACE.sub(" ", text.translate(_UNSEEN))).strip(" ")
    return text.replace("][", "、")


def _spaced(lines: list[str]) -> list[str]:
    """The lines without two empty ones in a row, and with one before each heading."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept
