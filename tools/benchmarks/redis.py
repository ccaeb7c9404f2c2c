#!/usr/bin/env python3
"""Durable appends of 400-byte events to a Redis stream, as its own benchmark program makes them.

Usage: redis.py FOLDER CLIENTS SECONDS   (prints one line of figures as JSON)
"""
import json
import pathlib
import subprocess
import sys

from servers import Redis

EVENT = ('{"type":"apply.step_succeeded","actor":{"kind":"worker","id":"apply.run"},"correlation":'
         '"0193a1c2-58c4-7d1e-9a3b-5e8f0c7d2b41","payload":{"index":3,"name":"replace certificate files"}}').ljust(400)
REDIS_EVENTS_A_SECOND = 10_000  # how many to ask for: its benchmark counts events, not seconds


def measure(server, clients, seconds):
    before, count = server.cpu_seconds(), int(seconds * REDIS_EVENTS_A_SECOND)
    output = subprocess.run(["redis-benchmark", "-s", server.socket, "-c", str(clients), "-n", str(count), "--csv",
                             "XADD", "events", "*", "event", EVENT], check=True, capture_output=True, text=True)
    rate = float(output.stdout.strip().splitlines()[-1].rsplit('","', 7)[1])
    return {"events_s": rate, "cpu_us": (server.cpu_seconds() - before) / count * 1e6}


with Redis(pathlib.Path(sys.argv[1])) as redis:
    print(json.dumps(measure(redis, int(sys.argv[2]), float(sys.argv[3]))))
