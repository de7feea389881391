"""Asks other people's servers whether an address still answers, without being a burden to them.

One request a host at a time, with a pause after each; our own name in every request; what
robots.txt forbids is not asked; HEAD first, and never more than the beginning of a page.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import quote, urldefrag, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

HOSTS_AT_ONCE = 8
MOST_BYTES = 65536
MOST_REDIRECTS = 5
LONGEST_WAIT = 60.0
_FOR_GOOD = {301, 308}
_REDIRECTS = _FOR_GOOD | {302, 303, 307}
_AGAIN = {"slow", "broken", "busy"}
"""What may be better a little later, and is asked once more at the end of the host's turn."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking for one address.

    `kind`: ok, moved, home, gone, refused, robots, busy, slow, unknown, certificate, broken, round.
    `code`: the status, where there was one. `to`: where a redirect led.
    """

    kind: str
    code: int | None = None
    to: str | None = None


class _Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are followed by us, because each step is another host's turn."""

    def redirect_request(self, *_) -> None:
        return None


@dataclass
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    robots: RobotFileParser | None = None
    down: Answer | None = None


class Asker:
    """Asks addresses. `agent` says who we are and where to complain; `pause` is in seconds."""

    def __init__(self, agent: str, pause: float = 2.0, timeout: float = 30.0) -> None:
        self._agent, self._pause, self._timeout = agent, pause, timeout
        self._opener = urllib.request.build_opener(_Stay)
        self._hosts: dict[str, _Host] = {}
        self._making = threading.Lock()

    def ask_all(self, addresses: Iterable[str]) -> Mapping[str, Answer]:
        """The answer to each address; several hosts at a time, each in its own turn."""
        turns: dict[str, list[str]] = {}
        for address in dict.fromkeys(addresses):
            turns.setdefault(_name(address), []).append(address)
        longest_first = sorted(turns.values(), key=len, reverse=True)
        with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
            told = pool.map(self._turn, longest_first)
            return {address: answer for turn in told for address, answer in turn.items()}

    def ask(self, address: str) -> Answer:
        """The answer to one address, all redirects followed."""
        here, for_good = urldefrag(address)[0], True
        for _ in range(MOST_REDIRECTS):
            told = self._once(here)
            if told.code not in _REDIRECTS:
                break
            for_good = for_good and told.code in _FOR_GOOD
            here = urldefrag(urljoin(here, told.to or ""))[0]
            if urlsplit(here).scheme not in ("http", "https"):
                return Answer("broken", told.code, here)
        else:
            return Answer("round", told.code, here)
        if told.kind != "ok" or here == urldefrag(address)[0]:
            return told
        if urlsplit(here).path in ("", "/") and urlsplit(address).path not in ("", "/"):
            return Answer("home", told.code, here)
        return Answer("moved", told.code, here) if for_good else told

    def _turn(self, addresses: list[str]) -> dict[str, Answer]:
        told = {each: self.ask(each) for each in addresses}
        again = [each for each, answer in told.items() if answer.kind in _AGAIN]
        for host in {_name(each): self._host(each) for each in again}.values():
            host.down = None
        return told | {each: self.ask(each) for each in again}

    def _once(self, address: str) -> Answer:
        """One address without its redirects; asked for whole only where HEAD is not answered."""
        if refusal := self._refusal(address):
            return refusal
        told = self._send(address, "HEAD")[0]
        if told.kind in ("ok", "slow", "unknown", "certificate") or told.code in _REDIRECTS:
            return told
        return self._send(address, "GET")[0]

    def _refusal(self, address: str) -> Answer | None:
        """Why the address is not asked: its host forbids it, or did not answer a moment ago."""
        host = self._host(address)
        if host.robots is None and host.down is None:
            told, text = self._send(urljoin(address, "/robots.txt"), "GET")
            if told.code is None:
                host.down = told
            else:
                host.robots = RobotFileParser()
                host.robots.parse(text.splitlines() if told.kind == "ok" else [])
        if host.down or host.robots.can_fetch(self._agent, address):
            return host.down
        return Answer("robots")

    def _send(self, address: str, method: str) -> tuple[Answer, str]:
        url = quote(address, safe="!#$%&'()*+,/:;=?@[]~")
        request = urllib.request.Request(url, method=method, headers={"User-Agent": self._agent})
        with self._turn_of(address) as host:
            try:
                with self._opener.open(request, timeout=self._timeout) as response:
                    return Answer("ok", response.status), response.read(MOST_BYTES).decode(
                        "utf-8", "replace"
                    )
            except urllib.error.HTTPError as error:
                with error:
                    host.free_at += _asked_to_wait(error)
                    return Answer(_kind(error.code), error.code, error.headers.get("Location")), ""
            except (OSError, http.client.HTTPException, ValueError) as error:
                return Answer(_failure(error)), ""

    @contextmanager
    def _turn_of(self, address: str):
        """Nobody else asks this host now, and not before it had its pause."""
        host = self._host(address)
        with host.lock:
            time.sleep(max(0.0, host.free_at - time.monotonic()))
            host.free_at = 0.0
            try:
                yield host
            finally:
                delay = host.robots.crawl_delay(self._agent) if host.robots else None
                pause = max(self._pause, min(float(delay or 0), LONGEST_WAIT))
                host.free_at += time.monotonic() + pause

    def _host(self, address: str) -> _Host:
        with self._making:
            return self._hosts.setdefault(_name(address), _Host())


def _name(address: str) -> str:
    return (urlsplit(address).hostname or "").lower()


def _kind(code: int) -> str:
    if code in (404, 410):
        return "gone"
    if code in (429, 503):
        return "busy"
    return "refused" if code in (401, 403, 405, 406, 451) else "broken"


def _asked_to_wait(error: urllib.error.HTTPError) -> float:
    wait = error.headers.get("Retry-After") or ""
    return min(float(wait), LONGEST_WAIT) if wait.isdecimal() else 0.0


def _failure(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, ssl.SSLError):
        return "certificate"
    if isinstance(reason, TimeoutError):
        return "slow"
    return "unknown" if isinstance(reason, socket.gaierror) else "broken"
