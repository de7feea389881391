"""The log of rules as an Atom feed and as a calendar.

Names of entries and events never change, and nothing in them depends on when they are made:
a reader's program sees one entry for one change, and a corrected one as the same.

The calendar is written here rather than by a library: its events are whole days with five
texts, and the bytes must stay the same from one version of a library to the next.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from kigen.changes import Precision
from kigen.render.changes import PAGE, Entry

TITLE = "決まりの変わり方（マイナンバーカードと電子証明書・非公式）"
_ATOM = "http://www.w3.org/2005/Atom"
_NAMES = uuid5(NAMESPACE_URL, "urn:denshi-shomeisho-guide:changes")
_PRINTED = "カードやお知らせに印刷された日付が優先です。"
_STATUS = {"done": "", "planned": "予定：", "unconfirmed": "予定（始まったかは確かめていません）："}


def atom(entries: Sequence[Entry], site_url: str, author: str) -> bytes:
    """The feed, newest first. Without the site's address its links are relative to the file."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "ja"})
    _add(feed, "id", f"urn:uuid:{_NAMES}")
    _add(feed, "title", TITLE)
    _add(feed, "updated", max(map(_updated, entries)))
    _add(_add(feed, "author"), "name", author)
    if site_url:
        _add(feed, "link", rel="self", href=f"{site_url}feeds/changes.xml")
    _add(feed, "link", rel="alternate", href=_address(PAGE, site_url))
    for entry in entries:
        item = _add(feed, "entry")
        _add(item, "id", f"urn:uuid:{_name(entry)}")
        _add(item, "title", f"{_STATUS[entry.status]}{entry.title}")
        _add(item, "updated", _updated(entry))
        _add(item, "link", rel="alternate", href=_address(entry.page, site_url))
        _add(item, "content", f"{entry.when}。{entry.ja}{_PRINTED}", type="text")
    ET.indent(feed)
    return ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"


def calendar(entries: Iterable[Entry], site_url: str) -> bytes:
    """The calendar of the changes whose day is known."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//denshi-shomeisho-guide//changes//JA",
        "METHOD:PUBLISH",
        f"NAME:{_text(TITLE)}",
        f"X-WR-CALNAME:{_text(TITLE)}",
        "REFRESH-INTERVAL;VALUE=DURATION:P7D",
        "X-PUBLISHED-TTL:P7D",
    ]
    for entry in entries:
        if entry.on and entry.precision is not Precision.MONTH:
            lines += _event(entry, entry.on, site_url)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode("utf-8")


def _event(entry: Entry, on: date, site_url: str) -> Iterator[str]:
    latest = "遅くともこの日まで：" if entry.precision is Precision.BY else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{_name(entry)}"
    yield f"DTSTAMP:{entry.checked.on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(_STATUS[entry.status] + latest + entry.title)}"
    yield f"DESCRIPTION:{_text(entry.ja + _PRINTED)}"
    if site_url:
        yield f"URL:{_address(entry.page, site_url)}"
    yield f"STATUS:{'CONFIRMED' if entry.status == 'done' else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _name(entry: Entry) -> str:
    return str(uuid5(_NAMES, entry.id))


def _updated(entry: Entry) -> str:
    """When the entry last became what it is: checked, or begun."""
    begun = entry.on if entry.on and entry.status != "planned" else entry.checked.on
    return f"{max(entry.checked.on, begun)}T00:00:00+09:00"


def _address(path: str, site_url: str) -> str:
    return f"{site_url or '../'}{path[1:]}"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text
    return element


def _text(text: str) -> str:
    """A text as the calendar wants it (RFC 5545, 3.3.11)."""
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 bytes, no character cut (RFC 5545, 3.1)."""
    piece = ""
    for character in line:
        if len((piece + character).encode("utf-8")) > 75:
            yield piece
            piece = " "
        piece += character
    yield piece
