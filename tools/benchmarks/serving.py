#!/usr/bin/env python3
"""The running product with many services: start, memory, and answers over HTTPS beside a minimal Beast server.

Usage: serving.py PROGRAMS FOLDER SERVICES SECONDS   (prints one line of figures as JSON)
"""
import json
import os
import pathlib
import re
import signal
import ssl
import subprocess
import sys
import time
import urllib.request

CLIENTS = 50
RENAME_COMPANY = pathlib.Path(__file__).with_name("rename_company.lua")
MICROSECONDS = {"us": 1, "ms": 1e3, "s": 1e6}
PAGES = {
    "session": "/api/v1/session",
    "services": "/api/v1/services?limit=50",
    "dashboard": "/api/v1/dashboard",
}


class Product:
    """An installation of its own, served on a free port until the block ends."""

    def __init__(self, kigen, folder):
        self.kigen, self.folder = kigen, folder
        made = subprocess.run(
            [kigen, "init", "--directory", folder, "--listen", "127.0.0.1:0", "--http01-listen", "127.0.0.1:0"],
            check=True, capture_output=True, text=True)
        self.bootstrap_token = re.search(r"bootstrap token: (\S+)", made.stdout)[1]
        self.trust = folder / "tls" / "certificate.pem"
        self.process, self.url = None, ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """Seconds until it answers that it is ready, which includes that its views are current."""
        begin = time.monotonic()
        log = open(self.folder / "serve.log", "w+")
        self.process = subprocess.Popen([self.kigen, "serve", "--config", self.folder / "kigen.toml"],
                                        stdout=log, stderr=log)
        while not (serving := re.search(r"serves on (\S+)", (self.folder / "serve.log").read_text())):
            if self.process.poll() is not None:
                raise SystemExit((self.folder / "serve.log").read_text())
            time.sleep(0.005)
        self.url = serving[1]
        while not self._is_ready():
            time.sleep(0.005)
        return time.monotonic() - begin

    def _is_ready(self):
        try:
            context = ssl.create_default_context(cafile=str(self.trust))
            return urllib.request.urlopen(self.url + "/readyz", context=context).status == 200
        except OSError:
            return False

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def claim(self):
        """An API token of the first admin."""
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text("correct horse battery staple")
        return subprocess.run(
            [self.kigen, "bootstrap", "--url", self.url, "--trust", self.trust, "--password-file", password,
             "--print-token"],
            input=self.bootstrap_token, check=True, capture_output=True, text=True).stdout.split()[-1]


def resident_mb(process):
    status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024


def cpu_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(process, name, url, seconds, *options, clients=CLIENTS):
    """Figures of clients that ask again and again, each on a connection of its own."""
    before = cpu_seconds(process)
    # wrk counts whole seconds
    output = subprocess.run(["wrk", "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}s", "--latency", *options, url],
                            check=True, capture_output=True, text=True).stdout
    if refused := re.search(r"Non-2xx or 3xx responses: (\d+)", output):
        raise SystemExit(f"{url}: {refused[0]}")
    latency = {share: float(number) * MICROSECONDS[unit]
               for share, number, unit in re.findall(r"(50|99)%\s+([\d.]+)(\w+)", output)}
    count = int(re.search(r"(\d+) requests in", output)[1])
    return {
        f"{name}_s": float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1]),
        f"{name}_cpu_us": (cpu_seconds(process) - before) / count * 1e6,
        f"{name}_p50_us": latency["50"],
        f"{name}_p99_us": latency["99"],
    }


def serve_floor(programs, product):
    """The minimal server with the product's certificate; its process and address."""
    floor = subprocess.Popen([programs / "benchmark_https_floor", product.trust, product.folder / "tls" / "key.pem"],
                             stdout=subprocess.PIPE, text=True)
    return floor, f"https://127.0.0.1:{floor.stdout.readline().strip()}/"


def measure_empty(kigen, folder):
    with Product(kigen, folder) as product:
        product.start()
        return {"empty_mb": resident_mb(product.process)}


def measure_load(product, token, programs, seconds):
    """Reads beside the minimal server, then writes: each is an event, by one client and by many."""
    me = "-H", f"Authorization: Bearer {token}"
    floor, floor_url = serve_floor(programs, product)
    try:
        figures = load(floor, "floor", floor_url, seconds)
        for name, path in PAGES.items():
            figures |= load(product.process, name, product.url + path, seconds, *me)
    finally:
        floor.terminate()
        floor.wait()
    rename = product.url + "/api/v1/company"
    figures |= load(product.process, "write_alone", rename, seconds, *me, "-s", RENAME_COMPANY, clients=1)
    return figures | load(product.process, "write", rename, seconds, *me, "-s", RENAME_COMPANY)


def measure_full(kigen, folder, programs, services, seconds):
    with Product(kigen, folder) as product:
        subprocess.run([programs / "benchmark_make_log", folder / "data" / "log", folder / "keys" / "log.key", services],
                       check=True)
        figures = {"rebuild_s": product.start()}
        token = product.claim()
        product.stop()
        figures |= {"ready_s": product.start(), "ready_mb": resident_mb(product.process)}
        figures |= measure_load(product, token, programs, seconds)
        return figures | {"loaded_mb": resident_mb(product.process)}


def main():
    programs, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    kigen = programs.parent.parent / "bin" / "kigen"
    figures = measure_empty(kigen, folder / "empty")
    figures |= measure_full(kigen, folder / "full", programs, sys.argv[3], float(sys.argv[4]))
    print(json.dumps(figures))


main()
