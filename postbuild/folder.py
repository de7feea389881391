"""A copy of a built site that can be read from a folder, without a web server.

A browser that opens a folder shows no index.html by itself, so every link names it. Scripts of
the module kind do not run from a folder; each page says so, and shell.mjs, which is one of
them, takes the sentence away wherever they do run.
"""

import hashlib
import json
import posixpath
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from postbuild.check import Finding
from postbuild.markup import TOKEN, attributes

MANIFEST = "manifest.json"
README = "README.txt"

# A server shows 404.html at any address, so its links begin at the root: no use in a folder.
_LEFT_OUT = ("404.html",)
_HREF = re.compile(r"""(\shref=)(["'])(.*?)\2""")
_REFRESH = re.compile(r"""(\scontent=["']\d+; ?url=)([^"']*)""")
_MAIN = re.compile(r'<div id="kg-main"[^>]*>')
_NOTICE = (
    '<p class="kg-note" data-needs-server>フォルダーから開いたときは、計算、検索、メニューの'
    'ボタンが動きません。文と表は読めます。<a href="{root}README.txt">動かす方法</a></p>'
)


def copy(site_dir: Path, folder: Path, readme: str) -> None:
    """Make `folder` a copy of a built site whose links name index.html, with its README."""
    shutil.copytree(site_dir, folder, ignore=shutil.ignore_patterns(*_LEFT_OUT))
    (folder / README).write_text(readme, "utf-8", newline="\n")
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        html = _with_notice(_named(path.read_text("utf-8"), name, folder), name)
        path.write_text(html, "utf-8", newline="\n")


def _named(html: str, name: str, folder: Path) -> str:
    """The page with every link to a folder naming the index.html in it."""

    def target(href: str) -> str:
        url = urlsplit(href)
        if url.scheme or url.netloc or not url.path or url.path.startswith("/"):
            return href
        where = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(url.path)))
        if not (folder / where / "index.html").is_file():
            return href
        return url._replace(path=f"{url.path.rstrip('/')}/index.html").geturl()

    parts = []
    for token in TOKEN.finditer(html):
        text = token[0]
        if token.lastgroup == "open":
            if token["open_name"].lower() in ("a", "area", "link"):
                text = _HREF.sub(lambda m: f"{m[1]}{m[2]}{target(m[3])}{m[2]}", text)
            elif token["open_name"].lower() == "meta":
                text = _REFRESH.sub(lambda m: m[1] + target(m[2]), text)
        parts.append(text)
    return "".join(parts)


def _with_notice(html: str, name: str) -> str:
    notice = _NOTICE.format(root="../" * name.count("/"))
    return _MAIN.sub(lambda found: found[0] + notice, html, count=1)


def write_manifest(folder: Path, name: str, day: date) -> None:
    """List every file of the folder with its size and its SHA-256."""
    files = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in _files(folder)
    }
    content = {"name": name, "date": day.isoformat(), "files": files}
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, "utf-8", newline="\n")


def pack(folder: Path, target: Path, day: date) -> None:
    """Zip the folder under its own name; the same files and day give the same bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in _files(folder):
            entry = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            info = zipfile.ZipInfo(entry, (day.year, day.month, day.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # so that the permissions below mean the same everywhere
            info.external_attr = 0o644 << 16
            archive.writestr(info, path.read_bytes())


def problems(folder: Path) -> list[Finding]:
    """Every link of the folder's pages that a browser cannot follow without a server."""
    pages = {
        path.relative_to(folder).as_posix(): _read(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }
    mend = "postbuild/folder.py が書きかえられる形のリンクにしてください。"
    return [
        Finding(name, f"リンク「{href}」の行き先がフォルダーの中にありません。", mend)
        for name, (_, hrefs) in pages.items()
        for href in hrefs
        if _is_broken(href, name, folder, pages)
    ]


def _is_broken(href: str, name: str, folder: Path, pages: dict) -> bool:
    url = urlsplit(href)
    if url.scheme or url.netloc:
        return False
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(url.path)))
    target = path if url.path else name
    if url.path.startswith("/") or not (folder / target).is_file():
        return True
    anchor = unquote(url.fragment)
    known = pages.get(target)
    return bool(anchor and "=" not in anchor and known and anchor not in known[0])


def _read(html: str) -> tuple[set[str], list[str]]:
    ids, hrefs = set(), []
    for token in TOKEN.finditer(html):
        attrs = attributes(token["open_attrs"] or token["raw_attrs"] or "")
        if "id" in attrs:
            ids.add(attrs["id"])
        hrefs += [attrs[key] for key in ("href", "src") if attrs.get(key)]
    return ids, list(dict.fromkeys(hrefs))


def _files(folder: Path) -> Iterator[Path]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return iter(sorted(paths, key=lambda path: path.relative_to(folder).as_posix()))
