#!/usr/bin/env python3
"""A PostgreSQL of its own with 400-byte events in a table with its indexes.

Usage: postgres.py append FOLDER CLIENTS SECONDS   durable single-row commits, as pgbench makes them
       postgres.py disk FOLDER THOUSANDS           bytes on disk for each event
Prints one line of figures as JSON.
"""
import json
import pathlib
import re
import subprocess
import sys

from servers import Postgres

PAYLOAD = json.dumps({"actor": {"kind": "worker", "id": "apply.run"},
                      "correlation": "0193a1c2-58c4-7d1e-9a3b-5e8f0c7d2b41",
                      "payload": {"index": 3, "name": "replace certificate files", "detail": "x" * 183}})
TABLE = """CREATE TABLE events(
  position bigserial PRIMARY KEY, stream text NOT NULL, version int NOT NULL, type text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(), payload jsonb NOT NULL, UNIQUE(stream, version))"""
INSERT = "INSERT INTO events(stream, version, type, payload) "


def append(server, clients, seconds):
    script = server.data.parent / "append.sql"
    script.write_text("\\set v random(1, 1000000000)\n" + INSERT +
                      f"VALUES ('apply-' || :client_id || '-' || :v, 1, 'apply.step_succeeded', '{PAYLOAD}');\n")
    before = server.cpu_seconds()
    connecting = clients // 50  # seconds that it may take before all work; pgbench counts them, its rate does not
    output = subprocess.run(
        [server.programs / "pgbench", "-n", "-M", "prepared", "-h", server.data, "-U", "postgres", "-c", str(clients), "-j", "2",
         "-T", str(max(1, round(seconds)) + connecting), "-f", script, "postgres"],
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
    with Postgres(pathlib.Path(sys.argv[2])) as server:
        server.sql(TABLE)
        if sys.argv[1] == "append":
            print(json.dumps(append(server, int(sys.argv[3]), float(sys.argv[4]))))
        else:
            print(json.dumps(disk(server, int(sys.argv[3]))))


main()
