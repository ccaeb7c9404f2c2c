"""The attacks, each a small function: a generator that does one thing, says in a word what it met, and does the next.
A word that begins with "!" is something that must never happen."""
import collections
import contextlib
import dataclasses
import itertools
import json
import ssl
import typing

from soaking.installation import ADMIN
from soaking.wire import own_name, plain, received, request, secure, status_of

ALL = []


@dataclasses.dataclass
class Attack:
    name: str
    about: str
    run: typing.Callable  # of the scene and a source address
    sources: list
    hands: int  # at once, from each source
    per_second: float  # for each hand


def attack(sources, per_second, hands=1):
    def declare(function):
        ALL.append(Attack(function.__name__.replace("_", "-"), function.__doc__, function, sources, hands, per_second))
        return function

    return declare


def network(first, last=None):
    return [f"127.0.0.{n}" for n in range(first, (last or first) + 1)]


def holding(most, make):
    """Keeps `most` of what `make` opens; the oldest goes for each new one."""
    held = collections.deque()
    while True:
        try:
            made, word = make()
            held.append(made)
        except (OSError, ssl.SSLError) as error:
            word = type(error).__name__
        yield word
        if len(held) > most:
            held.popleft().close()


# ---- standing in the way -------------------------------------------------------------------------------------------


@attack(network(2), per_second=60)
def silent_connections(scene, source):
    """520 connections that never say a word"""
    yield from holding(520, lambda: (plain(scene.api, source), "connected"))


@attack(network(3), per_second=15)
def idle_tls(scene, source):
    """300 TLS connections that never ask"""
    yield from holding(300, lambda: (secure(scene, source), "connected"))


@attack(network(4), per_second=10)
def event_streams(scene, source):
    """300 live streams of one viewer"""
    def opened():
        stream = secure(scene, source)
        stream.sendall(request(scene, "GET", "/api/v1/events/stream", scene.viewer.headers()))
        return stream, str(status_of(received(stream, 4096, lambda got: b"\r\n\r\n" in got)))

    yield from holding(300, opened)


@attack(network(30), per_second=10)
def slow_requests(scene, source):
    """100 requests whose header never ends"""
    def begun():
        stream = secure(scene, source)
        stream.sendall(b"GET /api/v1/dashboard HTTP/1.1\r\nHost: " + own_name(scene).encode() + b"\r\nX-Slow: ")
        return stream, "begun"

    yield from holding(100, begun)


@attack(network(28), per_second=50, hands=2)
def http01_flood(scene, source):
    """requests for http-01 answers that nobody has"""
    while True:
        with contextlib.closing(plain(scene.http01, source)) as stream:
            stream.sendall(b"GET /.well-known/acme-challenge/none HTTP/1.1\r\nHost: www.example.test\r\nConnection: close\r\n\r\n")
            yield str(status_of(received(stream)))


@attack(network(29), per_second=60)
def silent_http01(scene, source):
    """520 connections to the http-01 listener that never say a word"""
    yield from holding(520, lambda: (plain(scene.http01, source), "connected"))


@attack(network(27), per_second=1)
def lying_host(scene, source):
    """an SSH host whose banner never ends, looked at again and again"""
    del source  # it listens: runs.serve_endless_banner
    for _ in itertools.count():
        status, answer = scene.admin.ask("POST", f"/api/v1/accesses/{scene.access}/scan", {}, fresh=True)
        yield str(status) if status < 300 else f"{status} {answer.get('code')}"


# ---- getting in ----------------------------------------------------------------------------------------------------


def posted(scene, source, path, body):
    with contextlib.closing(secure(scene, source, timeout=30)) as stream:
        headers = {"Content-Type": "application/json", "Connection": "close"}
        stream.sendall(request(scene, "POST", path, headers, json.dumps(body).encode()))
        return status_of(received(stream))


@attack(network(5, 24), per_second=0.25, hands=8)
def anonymous_logins(scene, source):
    """160 logins at once, of the admin and of nobody, from 20 addresses"""
    for n in itertools.count():
        mail = ADMIN if n % 2 else f"nobody{n}@example.com"
        status = posted(scene, source, "/api/v1/session", {"mail": mail, "password": f"not the one but {n}"})
        yield "!a guess was taken" if status == 201 else str(status)


@attack(network(25), per_second=5)
def bootstrap_guesses(scene, source):
    """guesses at the bootstrap token of an installation that was claimed"""
    for n in itertools.count():
        status = posted(scene, source, "/api/v1/bootstrap", {"token": f"kgb_{n:032}", "password": "four other herons at dawn"})
        yield "!it was claimed again" if status == 201 else str(status)


# ---- words between machines ----------------------------------------------------------------------------------------

SECOND = b"GET /healthz HTTP/1.1\r\nHost: %(own)s\r\n\r\n"
LINE = b"POST /api/v1/session HTTP/1.1\r\n"
OWN = b"Host: %(own)s\r\n"
SMUGGLED = {
    "xchunked": LINE + OWN + b"Transfer-Encoding: xchunked\r\n\r\n" + SECOND,
    "chunked, identity": LINE + OWN + b"Transfer-Encoding: chunked, identity\r\n\r\n" + SECOND,
    "both lengths": LINE + OWN + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND,
    "two lengths": LINE + OWN + b"Content-Length: 0\r\nContent-Length: 40\r\n\r\n" + SECOND,
    "signed length": LINE + OWN + b"Content-Length: +0\r\n\r\n" + SECOND,
    "folded": LINE + OWN + b"Transfer-Encoding:\r\n chunked\r\nContent-Length: 0\r\n\r\n" + SECOND,
    "long chunk": LINE + OWN + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\n\r\n" + SECOND,
}
UNHOSTED = {
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /healthz HTTP/1.1\r\n" + OWN + b"Host: evil.example\r\n\r\n",
    "foreign host": b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n",
}
GARBAGE = {
    "NUL": b"GET /healthz HTTP/1.1\r\n" + OWN + b"X: a\0b\r\n\r\n",
    "endless header": b"GET /healthz HTTP/1.1\r\n" + OWN + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
    "words for the log": b"GET /x%%0A%%1B[2J%%E2%%80%%AE HTTP/1.1\r\n" + OWN + b"Connection: close\r\n\r\n",
    "no HTTP": b"\x16\x03\x01\x00\x05hello",
}


def exchanged(scene, source, raw):
    with contextlib.closing(secure(scene, source)) as stream:
        stream.settimeout(1)
        with contextlib.suppress(OSError):
            stream.sendall(raw % {b"own": own_name(scene).encode()})
        return received(stream)


@attack(network(26), per_second=10)
def malformed_requests(scene, source):
    """requests in requests, wrong hosts, and bytes that are no request"""
    for name, raw in itertools.cycle((SMUGGLED | UNHOSTED | GARBAGE).items()):
        answer = exchanged(scene, source, raw)
        if name in SMUGGLED and answer.count(b"HTTP/1.1 ") > 1:
            yield f"!the second request was answered: {name}"
        elif name in UNHOSTED and status_of(answer) == 200:
            yield f"!it was served: {name}"
        else:
            yield f"{name} {status_of(answer) or 'closed'}"
