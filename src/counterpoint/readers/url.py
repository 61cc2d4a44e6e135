"""Fetch one address that a user typed: within bounds, and never from inside a network.

Every address that a name resolves to is checked before each connection, redirects included, and
the connection goes to exactly the address that was checked, so that a name that resolves
differently the second time gains nothing. Nothing on the page is followed or fetched.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from counterpoint.errors import InputError
from counterpoint.readers.options import ReadOptions
from counterpoint.readers.streams import in_bytes

__all__ = ["Fetched", "fetch"]

USER_AGENT = "Counterpoint/0.1 (reads one page for one reader; https://counterpoint.readthedocs.io)"
_REDIRECTS = {301, 302, 303, 307, 308}
_CHUNK = 65_536
_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1",
    "Accept-Encoding": "gzip, identity",
    "Connection": "close",
}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered."""

    url: str  # after redirects
    data: bytes
    content_type: str  # without parameters
    charset: str


class _Target(NamedTuple):
    scheme: str
    host: str
    port: int
    path: str


def fetch(url: str, options: ReadOptions) -> Fetched:
    """The bytes behind an address.

    Raises:
        InputError: If the address is refused, does not answer in time, answers with an error, with
            too much, or with too many redirects.
    """
    deadline = time.monotonic() + options.timeout
    here = url
    for _ in range(options.max_redirects + 1):
        try:
            answer = _ask(here, deadline, options)
        except (OSError, http.client.HTTPException) as error:
            if time.monotonic() >= deadline or isinstance(error, TimeoutError):
                raise InputError(
                    f"{here}: no full answer within {options.timeout:g} seconds",
                    hint="try again later, or save the page as a file and read that",
                ) from None
            raise InputError(f"{here}: {_reason(error)}", hint="check the address") from None
        if isinstance(answer, Fetched):
            return answer
        here = answer
    raise InputError(
        f"{url}: more than {options.max_redirects} redirects",
        hint="open the page in a browser and save it as a file",
    )


def _ask(here: str, deadline: float, options: ReadOptions) -> Fetched | str:
    """The answer of one address, or the address that it sends us on to."""
    target = _target(here)
    plug = _connect(target, here, deadline, options)
    # A server that drips byte by byte never runs into a socket's own timeout.
    watchdog = threading.Timer(max(0.0, deadline - time.monotonic()), _hang_up, [plug])
    watchdog.daemon = True
    watchdog.start()
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.default_port = 443 if target.scheme == "https" else 80
    connection.sock = plug
    try:
        connection.request("GET", target.path, headers=_HEADERS)
        response = connection.getresponse()
        location = response.getheader("Location")
        if response.status in _REDIRECTS and location:
            return urljoin(here, location)
        if response.status != 200:
            raise InputError(f"{here}: the server answered {response.status} {response.reason}")
        return Fetched(
            url=here,
            data=_body(response, here, deadline, options),
            content_type=response.headers.get_content_type(),
            charset=response.headers.get_content_charset() or "",
        )
    finally:
        watchdog.cancel()
        connection.close()


def _target(url: str) -> _Target:
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii") if parts.hostname else ""
    except (ValueError, UnicodeError):
        raise InputError(f"{url[:200]}: not a web address") from None
    if parts.scheme not in ("http", "https"):
        raise InputError(
            f"{url[:200]}: only http and https addresses are read",
            hint="save it as a file and give its name",
        )
    if not host:
        raise InputError(f"{url[:200]}: the address names no host")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._")
    default = 443 if parts.scheme == "https" else 80
    return _Target(parts.scheme, host, port or default, f"{path}?{query}" if query else path)


def _connect(target: _Target, here: str, deadline: float, options: ReadOptions) -> socket.socket:
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if not options.allow_private:
        for address in addresses:
            if not _is_public(address):
                raise InputError(
                    f"{here}: {target.host} is {address}, which is not on the public internet",
                    hint="if you mean it, pass --allow-private",
                )
    last: OSError = OSError("the name has no address")
    for address in addresses:
        remaining = deadline - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        try:
            plug = socket.create_connection((address, target.port), timeout=remaining)
        except OSError as error:
            last = error
            continue
        if target.scheme == "https":
            context = ssl.create_default_context()
            return context.wrap_socket(plug, server_hostname=target.host)
        return plug
    raise last


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1]
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None and not _is_public(str(inner)):
            return False
    return ip.is_global and not ip.is_multicast


def _body(
    response: http.client.HTTPResponse, here: str, deadline: float, options: ReadOptions
) -> bytes:
    limit = options.max_html_bytes
    packed = response.getheader("Content-Encoding", "").lower() in ("gzip", "x-gzip")
    unpack = zlib.decompressobj(31) if packed else None
    chunks: list[bytes] = []
    total = 0
    while chunk := response.read1(_CHUNK):
        if time.monotonic() > deadline:
            raise TimeoutError
        if unpack:
            try:
                chunk = unpack.decompress(chunk, limit + 1 - total)
            except zlib.error:
                raise InputError(f"{here}: the server's packing is damaged") from None
        total += len(chunk)
        if total > limit:
            raise InputError(f"{here}: larger than {in_bytes(limit)}, too large for a page")
        chunks.append(chunk)
    if time.monotonic() > deadline:
        raise TimeoutError
    return b"".join(chunks)


def _hang_up(plug: socket.socket) -> None:
    try:
        plug.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # closed already


def _reason(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "no such host"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message})"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"the answer makes no sense ({error})" if str(error) else type(error).__name__
