"""The weekly look at outside addresses: polite, told apart, and with the place of each address.

Nobody outside is asked here: one small server on this machine plays all the others.
"""

from __future__ import annotations

import re
import shutil
import socket
import threading
import time
from contextlib import contextmanager, suppress
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from kigen.model import DataError
from kigen.reader import ROOT
from tools import links, polite
from tools.links import Outcome, addresses, check, report
from tools.polite import Answer, Asker

AGENT = "guide-link-check/1.0 (+https://example.test/repo)"
PAUSE = 0.03


class Player(BaseHTTPRequestHandler):
    """Answers each path in its own way and remembers who asked when."""

    def answer(self):
        server = self.server
        host = self.headers["Host"].split(":")[0]
        with server.lock:
            server.asked.append((host, self.command, self.path, self.headers["User-Agent"]))
            server.inside[host] = server.inside.get(host, 0) + 1
            server.most = max(server.most, server.inside[host])
            server.together = max(server.together, sum(server.inside.values()))
            server.times.setdefault(host, []).append(time.monotonic())
        time.sleep(0.01)
        if self.path == "/meet":
            # Answered only when the other host is being asked, too: no clock tells that on a busy machine.
            with suppress(threading.BrokenBarrierError):
                server.meeting.wait(timeout=10)
        try:
            self.play(self.path.split("?")[0], host)
        finally:
            with server.lock:
                server.inside[host] -= 1

    do_GET = do_HEAD = answer

    def play(self, path, host):
        status, headers = 200, {}
        if path == "/robots.txt":
            rules = self.server.robots.get(host)
            return self.say(200 if rules else 404, rules or "")
        if match := re.match(r"/(\d{3})", path):
            status = int(match[1])
        if path.startswith("/no-head") and self.command == "HEAD":
            status = int(path.rsplit("-", 1)[1])
        if path.startswith("/to/"):
            status, _, target = path.removeprefix("/to/").partition("/")
            status, headers["Location"] = int(status), f"/{target}"
        if path.startswith("/cross/"):
            status, headers["Location"] = 302, self.server.at("200" + path)
        if path == "/home":
            status, headers["Location"] = 301, "/"
        if path == "/around":
            status, headers["Location"] = 302, "/around"
        if path == "/file":
            status, headers["Location"] = 301, "file:///etc/hosts"
        if path == "/evil":
            status, headers["Location"] = 301, "/x?`@everyone`<b>[a](b)"
        if path == "/reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            self.connection.close()
            return None
        if path == "/once-busy" and sum(each[2] == path for each in self.server.asked) <= 2:
            status = 503
        if path == "/slow":
            with self.server.lock:
                self.server.inside[host] -= 1  # who asked does not wait
            self.server.over.wait(timeout=30)
            with self.server.lock:
                self.server.inside[host] += 1
            return None
        if path == "/big" and self.command == "GET":
            return self.pour()
        return self.say(status, "x", **headers)

    def say(self, status, text, **headers):
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(text.encode())
        except OSError:
            pass  # the other side did not wait

    def pour(self):
        try:
            self.send_response(200)
            self.end_headers()
            for _ in range(2000):
                self.wfile.write(b"x" * 65536)
                self.server.poured += 65536
        except OSError:
            pass

    def log_message(self, *_):
        pass


@pytest.fixture
def others():
    """The other people's server; `at(path)` is an address on it, on one of its two names."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Player)
    server.lock, server.asked, server.inside, server.times = threading.Lock(), [], {}, {}
    server.most = server.together = server.poured = 0
    server.meeting, server.over = threading.Barrier(2), threading.Event()
    server.robots = {}
    server.at = lambda path, host="127.0.0.1": f"http://{host}:{server.server_port}/{path}"
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def asker():
    return Asker(AGENT, pause=PAUSE, timeout=1)


KINDS = {
    "200": Answer("ok", 200),
    "200?a=b#part": Answer("ok", 200),
    "404": Answer("gone", 404),
    "410": Answer("gone", 410),
    "401": Answer("refused", 401),
    "403": Answer("refused", 403),
    "429": Answer("busy", 429),
    "500": Answer("broken", 500),
    "no-head-403": Answer("ok", 200),
    "no-head-405": Answer("ok", 200),
    "no-head-404": Answer("ok", 200),
    "to/302/200": Answer("ok", 200),
    "to/307/404": Answer("gone", 404),
    "around": Answer("round", 302),
    "reset": Answer("broken"),
    "slow": Answer("slow"),
    "once-busy": Answer("ok", 200),
}


def test_every_kind_of_answer_is_told_apart_and_at_its_own_host_s_pace(others, asker):
    """One request a host at a time, with a pause after it."""
    asked = [others.at(path) for path in KINDS]
    asked += [others.at(f"cross/{n}", "localhost") for n in range(9)]  # leads to the first host
    told = asker.ask_all(asked)
    found = {
        urlsplit(url)._replace(scheme="", netloc="").geturl()[1:]: a for url, a in told.items()
    }
    assert {path: (a.kind, a.code) for path, a in found.items() if path in KINDS} == {
        path: (a.kind, a.code) for path, a in KINDS.items()
    }
    assert others.most == 1
    for times in others.times.values():
        assert all(b - a >= PAUSE for a, b in zip(times, times[1:], strict=False))
    assert {agent for *_, agent in others.asked} == {AGENT}
    robots = [(host, path) for host, _, path, _ in others.asked if path == "/robots.txt"]
    assert len(robots) == 2 == len(set(robots))


def test_two_hosts_do_not_wait_for_each_other(others):
    patient = Asker(AGENT, pause=PAUSE, timeout=20)
    patient.ask_all([others.at("meet"), others.at("meet", "localhost")])
    assert others.together == 2 and not others.meeting.broken


@pytest.mark.parametrize(
    ("path", "kind", "to"),
    [
        ("to/301/200", "moved", "200"),
        ("to/308/to/301/200", "moved", "200"),
        ("to/301/to/302/200", "ok", None),  # only for now: our address stays the right one
        ("to/301/404", "gone", None),
        ("home", "home", ""),
    ],
)
def test_a_page_that_moved_is_told_with_its_new_address(others, asker, path, kind, to):
    told = asker.ask(others.at(path))
    assert told.kind == kind and (to is None or told.to == others.at(to))


def test_a_redirect_leads_to_no_file(others, asker):
    assert asker.ask(others.at("file")).kind == "broken"


def test_what_a_host_forbids_is_not_asked(others, asker):
    others.robots["127.0.0.1"] = "User-agent: *\nDisallow: /secret/\n"
    told = asker.ask_all([others.at("secret/200"), others.at("200")])
    assert [answer.kind for answer in told.values()] == ["robots", "ok"]
    assert not [each for each in others.asked if "secret" in each[2]]


def test_what_a_host_asks_us_to_wait_is_waited(others, asker):
    others.robots["127.0.0.1"] = "User-agent: *\nCrawl-delay: 1\n"
    began = time.monotonic()
    asker.ask(others.at("200"))
    asker.ask(others.at("200/2"))
    assert time.monotonic() - began >= 1


def test_a_big_page_is_not_fetched_whole(others, asker, monkeypatch):
    monkeypatch.setattr(polite, "MOST_BYTES", 1000)
    others.robots["127.0.0.1"] = None
    assert asker._send(others.at("big"), "GET")[0] == Answer("ok", 200)
    time.sleep(0.1)
    assert others.poured < 2000 * 65536


def test_a_host_that_is_not_there_is_asked_twice_and_no_more(asker):
    with closed_port() as port:
        told = asker.ask_all(f"http://127.0.0.1:{port}/{n}" for n in range(50))
    assert {answer.kind for answer in told.values()} == {"broken"} and len(told) == 50
    assert asker.ask("http://no-such-name.invalid/").kind == "unknown"


@contextmanager
def closed_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def test_a_certificate_that_is_wrong_is_told_apart(asker, monkeypatch):
    import ssl
    import urllib.error

    def refuse(*_, **__):
        raise urllib.error.URLError(ssl.SSLCertVerificationError("expired"))

    monkeypatch.setattr(asker._opener, "open", refuse)
    assert asker.ask("https://example.test/").kind == "certificate"


# ---------------------------------------------------------------- what is asked, and the report


def test_every_outside_address_of_the_site_is_asked(site):
    """What readers can press is known to the weekly look, wherever it was written."""
    known = {address.split("#")[0] for address in addresses()}
    for path in site.rglob("*.html"):
        for link in set(re.findall(r'href="?(https?://[^\s">]+)', path.read_text("utf-8"))):
            if urlsplit(link).hostname != "example.test":
                assert unescape(link).split("#")[0] in known, f"{path}: {link}"


def test_each_address_is_known_by_file_and_key():
    known = addresses()
    assert (
        "data/sources.yaml law-number-act.url"
        in known["https://laws.e-gov.go.jp/law/425AC0000000027"]
    )
    assert all(len(places) == len(set(places)) for places in known.values())
    assert not [address for address in known if "example" in (urlsplit(address).hostname or "")]


@pytest.fixture
def small(tmp_path, others):
    """A project with three addresses, and the means to write its exceptions."""
    (tmp_path / "data/schema").mkdir(parents=True)
    shutil.copy(ROOT / "data/schema/link_exceptions.schema.json", tmp_path / "data/schema")
    (tmp_path / "data/schema/notes.schema.json").write_text("{}")
    first = "# yaml-language-server: $schema=schema/{}.schema.json\n"
    rows = "".join(
        f'- {{id: {name}, url: "{others.at(path)}"}}\n'
        for name, path in (("well", "200"), ("dead", "404"), ("evil", "evil"))
    )
    (tmp_path / "data/notes.yaml").write_text(first.format("notes") + rows, "utf-8")

    def write(text="[]\n"):
        content = first.format("link_exceptions") + text
        (tmp_path / links.EXCEPTIONS).write_text(content, "utf-8")
        return tmp_path

    write()
    return write


@pytest.fixture
def on_this_machine(monkeypatch):
    monkeypatch.setattr(links, "_NOBODY", re.compile("never"))


def test_the_report_names_place_and_mend_and_repeats_nothing_dangerous(
    others, asker, small, on_this_machine
):
    outcome = check(small(), asker)
    text = report(outcome)
    assert outcome.to_mend == 2
    assert f"- `{others.at('404')}` (404)\n  - `data/notes.yaml dead.url`" in text
    assert links.KINDS["gone"][1] in text and links.KINDS["moved"][0] in text
    assert others.at("200") + "`" not in text
    (moved,) = re.findall(r"→ `(.*)`", text)
    assert not re.search(r"[`<>]", moved)


def test_an_exception_is_not_asked_and_an_unused_one_is_named(
    others, asker, small, on_this_machine
):
    row = '- url: {}\n  reason: 人が開いて確かめました。\n  since: "2026-11-25"\n'
    outcome = check(small(row.format(others.at("404")) + row.format("https://a.example/")), asker)
    assert not [each for each in others.asked if each[2] == "/404"]
    assert outcome.unused == ["https://a.example/"] and outcome.to_mend == 2
    text = report(outcome)
    assert f"- `{others.at('404')}` 人が開いて確かめました。" in text
    assert "## 使われていない例外" in text


def test_an_exception_without_a_reason_is_refused(asker, small, on_this_machine):
    with pytest.raises(DataError, match=r"data/link_exceptions\.yaml: 0: 「reason」"):
        check(small('- url: https://a.example/\n  since: "2026-11-25"\n'), asker)


def test_a_report_fits_into_an_issue_and_says_so_when_all_is_well():
    places = {f"https://a.example/{'x' * 100}/{n}": ["data/x.yaml y"] for n in range(2000)}
    text = report(Outcome(places, dict.fromkeys(places, Answer("gone", 404)), {}, []))
    assert len(text) < 65_000 and "長いので" in text
    assert "直すものはありません。" in report(
        Outcome(places, dict.fromkeys(places, Answer("ok", 200)), {}, [])
    )


def test_the_command_says_by_its_code_whether_there_is_something_to_mend(
    others, asker, small, on_this_machine, monkeypatch, tmp_path
):
    monkeypatch.setattr(links, "ROOT", small())
    monkeypatch.setattr(links, "agent", lambda **_: AGENT)
    monkeypatch.setattr(links, "Asker", lambda _: asker)
    target = tmp_path / "links.md"
    assert links.main([str(target)]) == links.TO_MEND
    assert "## ページがありません（1）" in target.read_text("utf-8")
    (links.ROOT / "data/notes.yaml").unlink()
    assert links.main([]) == 0


def test_who_asks_is_said_honestly():
    assert links.agent() == "denshi-shomeisho-guide-link-check/0.1.0"
    assert links.agent(repository="https://a.example/b").endswith(" (+https://a.example/b)")
