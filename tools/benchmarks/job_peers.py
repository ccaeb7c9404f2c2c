#!/usr/bin/env python3
"""The same jobs in other products, each durable before it is acknowledged.

Usage: job_peers.py bullmq|graphile|restate FOLDER PACKAGES IN_FLIGHT SECONDS
PACKAGES is where tools/bench installed the peers. Prints one line of figures as JSON; the CPU is that of the server and
of the client, in whose process the workers are.
"""
import json
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

from servers import Postgres, Redis, cpu_seconds

SCRIPTS = pathlib.Path(__file__).resolve().parent / "peers"
READY_WITHIN_S = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Restate:
    def __init__(self, folder, packages):
        self.admin, self.ingress, fabric = free_port(), free_port(), free_port()
        config = folder / "restate.toml"
        config.write_text(f"""node-name = "node"
cluster-name = "benchmark"
auto-provision = true
default-num-partitions = 4
base-dir = "{folder}/data"
listen-mode = "tcp"
bind-ip = "127.0.0.1"
bind-port = {fabric}
disable-telemetry = true
[admin]
bind-port = {self.admin}
[ingress]
bind-port = {self.ingress}
""")
        program = next(packages.glob("node_modules/@restatedev/restate-server-linux-*/bin/restate-server"))
        self.process = subprocess.Popen([program, "-c", config, "--no-logo"], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, env=dict(os.environ, RUST_LOG="error"))
        self._wait()

    def _wait(self):
        end = time.monotonic() + READY_WITHIN_S
        for url in (f"http://127.0.0.1:{self.admin}/health", f"http://127.0.0.1:{self.ingress}/restate/health"):
            while True:
                if self.process.poll() is not None or time.monotonic() > end:
                    self.process.kill()
                    raise SystemExit("Restate did not start")
                try:
                    urllib.request.urlopen(url).close()
                    break
                except (urllib.error.URLError, ConnectionError):
                    time.sleep(0.05)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def cpu_seconds(self):
        return cpu_seconds(self.process.pid)


def measure(server, packages, script, *arguments):
    before = server.cpu_seconds()
    environment = dict(os.environ, NODE_PATH=str(packages / "node_modules"), RESTATE_LOGGING="ERROR")
    ended = subprocess.run(["node", SCRIPTS / script, *map(str, arguments)], env=environment, check=True,
                           stdout=subprocess.PIPE, text=True)
    figures = json.loads(ended.stdout.splitlines()[-1])
    cpu_s = server.cpu_seconds() - before + figures.pop("client_cpu_s")
    return figures | {"cpu_us": cpu_s / figures.pop("count") * 1e6}


def main():
    what, folder, packages, *load = sys.argv[1:]
    folder, packages = pathlib.Path(folder), pathlib.Path(packages)
    if what == "bullmq":
        with Redis(folder) as server:
            figures = measure(server, packages, "bullmq.js", server.socket, *load)
    elif what == "graphile":
        with Postgres(folder) as server:
            figures = measure(server, packages, "graphile.js", server.data, *load)
    else:
        with Restate(folder, packages) as server:
            figures = measure(server, packages, "restate.js", server.admin, server.ingress, *load)
    print(json.dumps(figures))


main()
