"""The real site, built once for the tests, and a small server that hands it out."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bs4 import BeautifulSoup

from kigen.reader import ROOT

SITE_URL = "https://example.test/repo/"
TODAY = "2026-11-25"
PREFIX = "/repo"


def build(target: Path, root: Path = ROOT, **environment: str) -> subprocess.CompletedProcess:
    """Build the site of `root` into `target`, strictly, as `make site` does."""
    command = ("mkdocs", "build", "--strict", "--clean", "-d", str(target))
    return _run(*command, root=root, **environment)


def _run(*command: str, root: Path, **environment: str) -> subprocess.CompletedProcess:
    settings = {"SITE_URL": SITE_URL, "REPO_URL": "", "SITE_TODAY": TODAY}
    settings["NO_MKDOCS_2_WARNING"] = "1"
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env={**os.environ, **settings, **environment},
        capture_output=True,
        encoding="utf-8",
    )


def built(target: Path, **environment: str) -> Path:
    """The folder of a site that was built without a complaint."""
    run = build(target, **environment)
    assert run.returncode == 0, run.stderr
    return target


def built_by_successor(target: Path) -> Path:
    """The folder of the site as the next generator builds it."""
    run = _run("tools.successor", "build", str(target), root=ROOT)
    assert run.returncode == 0, run.stderr
    return target / "site"


def once(folder: Path, make: Callable[[Path], Path]) -> Path:
    """The folder, made by whichever worker of a run comes first; the others wait for it.

    If making fails, the next one tries, so that each worker shows the reason.
    """
    making = folder.with_name(f"{folder.name}.making")
    while not folder.exists():
        try:
            making.mkdir()
        except FileExistsError:
            time.sleep(0.1)
            continue
        try:
            if not folder.exists():  # it may have come since we looked
                make(making / folder.name).rename(folder)
        finally:
            shutil.rmtree(making)
    return folder


@functools.cache
def soup(path: Path) -> BeautifulSoup:
    """A built page as a browser reads it, parsed once: no test changes one."""
    return BeautifulSoup(path.read_text("utf-8"), "html5lib")


def page_of(site: Path, address: str) -> BeautifulSoup:
    """The built page at an address such as /guide/where/."""
    return soup(site / address.strip("/") / "index.html")


@contextmanager
def served(site: Path, asked: list[str] | None = None, pieces: int = 1) -> Iterator[str]:
    """The address of a server for a built site, under the path it will be published at.

    What browsers ask for is written into `asked`, workers' requests among it. With more than one
    of `pieces`, a page comes bit by bit, as over a poor line.
    """

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # one connection for all files of a page

        def translate_path(self, path: str) -> str:
            if asked is not None:
                asked.append(path.removeprefix(PREFIX))
            return super().translate_path(path.removeprefix(PREFIX) or "/")

        def copyfile(self, source, output) -> None:
            if pieces == 1 or not source.name.endswith(".html"):
                return super().copyfile(source, output)
            content = source.read()
            size = len(content) // pieces + 1
            for start in range(0, len(content), size):
                output.write(content[start : start + size])
                time.sleep(0.03)

        def send_error(self, code: int, *_) -> None:
            content = (site / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_) -> None:
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(site))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{PREFIX}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
