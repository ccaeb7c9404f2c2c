#!/usr/bin/env python3
"""A PostgreSQL of its own with 400-byte events in a table with its indexes.

Usage: postgres.py append FOLDER CLIENTS SECONDS   durable single-row commits, as pgbench makes them
       postgres.py disk FOLDER THOUSANDS           bytes on disk for each event
Prints one line of figures as JSON.
"""
import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

PROGRAMS = pathlib.Path(sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1])
PAYLOAD = json.dumps({"actor": {"kind": "worker", "id": "apply.run"},
                      "correlation": "0193a1c2-58c4-7d1e-9a3b-5e8f0c7d2b41",
                      "payload": {"index": 3, "name": "replace certificate files", "detail": "x" * 183}})
TABLE = """CREATE TABLE events(
  position bigserial PRIMARY KEY, stream text NOT NULL, version int NOT NULL, type text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(), payload jsonb NOT NULL, UNIQUE(stream, version))"""
INSERT = "INSERT INTO events(stream, version, type, payload) "
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class Server:
    """On a socket in `folder`; not as root, which PostgreSQL refuses."""

    def __init__(self, folder):
        self.data = folder / "postgres"
        self.data.mkdir()
        self.user = {}
        if os.getuid() == 0:
            shutil.chown(self.data, "postgres", "postgres")
            folder.chmod(0o711)
            self.user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        subprocess.run([PROGRAMS / "initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "--no-sync"],
                       check=True, stdout=subprocess.DEVNULL, cwd="/", **self.user)
        self.process = subprocess.Popen(
            [PROGRAMS / "postgres", "-D", self.data, "-h", "", "-k", self.data,
             "-c", "max_connections=300", "-c", "shared_buffers=512MB", "-c", "autovacuum=off"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **self.user)
        while subprocess.run([PROGRAMS / "pg_isready", "-q", "-h", self.data], cwd="/").returncode != 0:
            if self.process.poll() is not None:
                raise SystemExit("PostgreSQL did not start")
            time.sleep(0.02)

    def sql(self, text):
        return subprocess.run(["psql", "-XqAt", "-h", self.data, "-U", "postgres", "-c", text], check=True,
                              capture_output=True, text=True, cwd="/").stdout.strip()

    def _children(self):
        own = self.process.pid
        return pathlib.Path(f"/proc/{own}/task/{own}/children").read_text().split()

    def cpu_seconds(self):
        """Of the server, the processes it has, and those it had. What has ended counts as the server's own."""
        while True:
            try:
                children = self._children()
                return _cpu_seconds(self.process.pid, 15) + sum(_cpu_seconds(pid, 13) for pid in children)
            except FileNotFoundError:  # one ended meanwhile
                continue

    def stop(self):
        self.process.send_signal(2)
        self.process.wait()


def _cpu_seconds(pid, last_field):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:last_field])) / TICKS_A_SECOND


def append(server, clients, seconds):
    script = server.data.parent / "append.sql"
    script.write_text("\\set v random(1, 1000000000)\n" + INSERT +
                      f"VALUES ('apply-' || :client_id || '-' || :v, 1, 'apply.step_succeeded', '{PAYLOAD}');\n")
    before = server.cpu_seconds()
    output = subprocess.run(
        [PROGRAMS / "pgbench", "-n", "-M", "prepared", "-h", server.data, "-U", "postgres", "-c", str(clients), "-j", "2",
         "-T", str(max(1, round(seconds))), "-f", script, "postgres"],
        check=True, capture_output=True, text=True, cwd="/").stdout
    count = int(re.search(r"transactions actually processed: (\d+)", output)[1])
    return {"events_s": float(re.search(r"tps = ([\d.]+)", output)[1]),
            "cpu_us": (server.cpu_seconds() - before) / count * 1e6}


def disk(server, thousands):
    count = thousands * 1000
    server.sql(INSERT + f"SELECT 'apply-' || n / 8, n % 8, 'apply.step_succeeded', '{PAYLOAD}' "
                        f"FROM generate_series(1, {count}) n")
    size = int(server.sql("SELECT pg_total_relation_size('events')"))
    return {"young_bytes": size / count, "settled_bytes": size / count}


def main():
    what, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    server = Server(folder)
    try:
        server.sql(TABLE)
        if what == "append":
            figures = append(server, int(sys.argv[3]), float(sys.argv[4]))
        else:
            figures = disk(server, int(sys.argv[3]))
    finally:
        server.stop()
    print(json.dumps(figures))


main()
