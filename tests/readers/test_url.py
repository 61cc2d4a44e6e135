"""An address is fetched within bounds, from a real server on this machine."""

import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from bridge_articles import PAGE, PARAGRAPHS, TITLE

from counterpoint.errors import InputError
from counterpoint.readers import ReadFailure, ReadOptions, read_inputs
from counterpoint.readers import url as url_module
from counterpoint.readers.url import fetch

OPEN = ReadOptions(allow_private=True, timeout=5)


class Handler(BaseHTTPRequestHandler):
    asked: ClassVar[list] = []

    def do_GET(self):
        self.asked.append((self.path, self.headers))
        answer = getattr(self, "answer_" + self.path.strip("/").split("/")[0].split("?")[0])
        answer()

    def send(self, body, kind="text/html; charset=utf-8", status=200, **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer_page(self):
        self.send(PAGE.encode())

    def answer_packed(self):
        self.send(gzip.compress(PAGE.encode()), Content_Encoding="gzip")

    def answer_bomb(self):
        self.send(gzip.compress(b"a" * 30_000_000), Content_Encoding="gzip")

    def answer_latin(self):
        self.send("Der Bürgermeister schwieg.".encode("latin-1"), "text/plain; charset=latin-1")

    def answer_moved(self):
        self.send(b"", status=302, Location="/page")

    def answer_round(self):
        self.send(b"", status=302, Location="/round")

    def answer_inside(self):
        self.send(b"", status=302, Location="http://127.0.0.1:9/secret")

    def answer_file(self):
        self.send(b"", status=302, Location="file:///etc/passwd")

    def answer_gone(self):
        self.send(b"not here", status=404)

    def answer_large(self):
        self.send(b"<p>" + b"word " * 600_000)

    def answer_picture(self):
        self.send(b"\x89PNG\r\n\x1a\n" + bytes(200), "image/png")

    def answer_drip(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(60):
            try:
                self.wfile.write(b"x")
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_is_fetched_and_read(server):
    (document,) = read_inputs([f"{server}/page"], options=OPEN)

    assert document.title == TITLE
    assert document.body == "\n\n".join(PARAGRAPHS)
    assert document.url == f"{server}/page"


def test_nothing_on_the_page_is_fetched_and_the_reader_gives_its_name(server):
    Handler.asked.clear()

    list(read_inputs([f"{server}/page?x=1"], options=OPEN))

    ((path, headers),) = Handler.asked
    assert path == "/page?x=1"
    assert headers["User-Agent"].startswith("Counterpoint/")


def test_redirects_are_followed_and_the_last_address_is_kept(server):
    assert fetch(f"{server}/moved", OPEN).url == f"{server}/page"


def test_packed_answers_and_charsets(server):
    assert fetch(f"{server}/packed", OPEN).data == PAGE.encode()

    (document,) = read_inputs([f"{server}/latin"], options=OPEN)
    assert document.text == "Der Bürgermeister schwieg."


@pytest.mark.parametrize(
    ("path", "options", "reason"),
    [
        pytest.param("round", {}, "more than 5 redirects", id="endless-redirects"),
        pytest.param("gone", {}, "404", id="not-found"),
        pytest.param("large", {"max_html_bytes": 1_000_000}, "larger than 1 MB", id="too-large"),
        pytest.param("bomb", {"max_html_bytes": 1_000_000}, "larger than 1 MB", id="gzip-bomb"),
        pytest.param("drip", {"timeout": 0.5}, "within 0.5 seconds", id="drip"),
        pytest.param("file", {}, "only http and https", id="redirect-to-file"),
        pytest.param("picture", {}, "PNG", id="picture"),
    ],
)
def test_what_is_refused_says_why(server, path, options, reason):
    options = ReadOptions(**{"allow_private": True, "timeout": 5} | options)

    started = time.monotonic()
    (failure,) = read_inputs([f"{server}/{path}"], options=options)

    assert isinstance(failure, ReadFailure)
    assert reason in str(failure)
    assert time.monotonic() - started < 4


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0",
     "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "2130706433", "100.64.0.1", "224.0.0.1"],
)  # fmt: skip
def test_private_addresses_are_refused_before_anything_is_sent(host):
    with pytest.raises(InputError, match="not on the public internet") as caught:
        fetch(f"http://{host}/", ReadOptions(timeout=2))

    assert "--allow-private" in caught.value.hint


def test_every_address_of_a_name_is_checked_also_after_a_redirect(server, monkeypatch):
    port = int(server.rpartition(":")[2])
    here = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))
    monkeypatch.setattr(url_module.socket, "getaddrinfo", lambda *_, **__: [here])
    monkeypatch.setattr(
        url_module, "_is_public", lambda address: len(asked.append(address) or asked) == 1
    )
    asked = []

    with pytest.raises(InputError, match="not on the public internet"):
        fetch(f"http://news.example:{port}/inside", ReadOptions(timeout=5))

    assert len(asked) == 2


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 80)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80)),
    ]
    monkeypatch.setattr(url_module.socket, "getaddrinfo", lambda *_, **__: found)

    with pytest.raises(InputError, match=r"10\.0\.0\.1"):
        fetch("http://news.example/", ReadOptions(timeout=2))


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://host.example/a", "only http and https"),
        ("http:///path", "no host"),
        ("http://[broken/", "not a web address"),
        ("http://host:99999/", "not a web address"),
    ],
)
def test_addresses_that_are_none(address, reason):
    with pytest.raises(InputError, match=reason):
        fetch(address, ReadOptions(timeout=2))


def test_header_injection_is_not_possible(server):
    Handler.asked.clear()

    fetch(f"{server}/page/a b\r\nX-Evil: 1", OPEN)

    assert "X-Evil" not in Handler.asked[0][1]
