#!/usr/bin/env python3
"""Durable appends of 400-byte events to a Redis stream, as its own benchmark program makes them.

Usage: redis.py FOLDER CLIENTS SECONDS   (prints one line of figures as JSON)
"""
import json
import os
import pathlib
import subprocess
import sys
import time

EVENT = ('{"type":"apply.step_succeeded","actor":{"kind":"worker","id":"apply.run"},"correlation":'
         '"0193a1c2-58c4-7d1e-9a3b-5e8f0c7d2b41","payload":{"index":3,"name":"replace certificate files"}}').ljust(400)
REDIS_EVENTS_A_SECOND = 10_000  # how many to ask for: its benchmark counts events, not seconds


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def measure(folder, clients, seconds):
    socket = folder / "socket"
    server = subprocess.Popen(["redis-server", "--port", "0", "--unixsocket", socket, "--dir", folder, "--save", "",
                               "--appendonly", "yes", "--appendfsync", "always"], stdout=subprocess.DEVNULL)
    try:
        while not socket.exists():
            time.sleep(0.01)
        before, count = cpu_seconds(server.pid), int(seconds * REDIS_EVENTS_A_SECOND)
        output = subprocess.run(["redis-benchmark", "-s", socket, "-c", str(clients), "-n", str(count), "--csv",
                                 "XADD", "events", "*", "event", EVENT], check=True, capture_output=True, text=True)
        rate = float(output.stdout.strip().splitlines()[-1].rsplit('","', 7)[1])
        return {"events_s": rate, "cpu_us": (cpu_seconds(server.pid) - before) / count * 1e6}
    finally:
        server.terminate()
        server.wait()


print(json.dumps(measure(pathlib.Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))))
