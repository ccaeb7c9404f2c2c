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
import urllib.error
import urllib.request

from servers import Postgres, Redis, Server

SCRIPTS = pathlib.Path(__file__).resolve().parent / "peers"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(url):
    try:
        urllib.request.urlopen(url).close()
    except (urllib.error.URLError, ConnectionError):
        return False
    return True


class Restate(Server):
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
        super().__init__([program, "-c", config, "--no-logo"], env=dict(os.environ, RUST_LOG="error"))
        self.wait_until(lambda: answers(f"http://127.0.0.1:{self.admin}/health"))
        self.wait_until(lambda: answers(f"http://127.0.0.1:{self.ingress}/restate/health"))


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
