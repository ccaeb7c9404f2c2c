"""Those who belong there: how long each waits, and how often one is turned away."""
import collections
import contextlib
import dataclasses
import itertools
import time
import typing

from soaking.installation import ADMIN, HOME, PASSWORD
from soaking.wire import plain, received, status_of

ALL = []
PATIENCE_S = 10
CA = "127.0.0.32"


@dataclasses.dataclass
class Took:
    bound_ms: typing.Optional[int] = None  # of the p99; None: what the command line says
    milliseconds: list = dataclasses.field(default_factory=list)
    refused: collections.Counter = dataclasses.field(default_factory=collections.Counter)


@dataclasses.dataclass
class Measure:
    name: str
    run: typing.Callable  # of the scene: yields requests, each to be called; it answers what went wrong, in words
    per_second: float
    bound_ms: typing.Optional[int]


def measure(name, per_second, bound_ms=None):
    def declare(function):
        ALL.append(Measure(name, function, per_second, bound_ms))
        return function

    return declare


def timed(took, ask):
    begun = time.monotonic()
    try:
        wrong = ask()
    except Exception as error:  # whatever keeps somebody out counts
        wrong = f"{type(error).__name__}: {error}"
    took.milliseconds.append((time.monotonic() - begun) * 1000)
    if wrong:
        took.refused[str(wrong)[:100]] += 1


READ = ["/api/v1/dashboard", "/api/v1/services", "/api/v1/log?limit=50", "/api/v1/state", "/api/v1/events?limit=50"]


@measure("admin, signed in", per_second=10)
def admin_requests(scene):
    """Reads and writes, every second one over a connection of its own."""
    for n in itertools.count():
        def ask(n=n):
            writes = n % 20 == 19
            status, _ = scene.admin.ask("POST" if writes else "GET", "/api/v1/sites" if writes else READ[n % len(READ)],
                                        {"name": f"Site {n}"} if writes else None, fresh=n % 2 == 0, timeout=PATIENCE_S)
            return None if status in (200, 201) else f"status {status}"

        yield ask


@measure("http-01", per_second=10)
def http01_requests(scene):
    """A CA looks for an answer."""
    def ask():
        with contextlib.closing(plain(scene.http01, CA, PATIENCE_S)) as stream:
            stream.sendall(b"GET /.well-known/acme-challenge/soak HTTP/1.1\r\nHost: www.example.test\r\nConnection: close\r\n\r\n")
            status = status_of(received(stream))
            return None if status == 404 else f"status {status}"

    return itertools.repeat(ask)


@measure("admin, logs in again", per_second=0.2, bound_ms=5000)
def admin_logins(scene):
    """With the browser that was there before."""
    def ask():
        scene.admin.close()
        scene.admin.log_in("/api/v1/session", {"mail": ADMIN, "password": PASSWORD})

    scene.admin.source = HOME
    return itertools.repeat(ask)
