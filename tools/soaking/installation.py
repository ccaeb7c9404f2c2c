"""A fresh installation, served by the executable, with the people and things that a soak needs."""
import dataclasses
import os
import pathlib
import re
import socket
import ssl
import subprocess
import time

from soaking.wire import Session, secure

HOME = "127.0.0.1"
LYING_HOST = "127.0.0.27"
ADMIN = "admin@example.com"
VIEWER = "viewer@example.com"
PASSWORD = "four quiet herons at dusk"


@dataclasses.dataclass
class Scene:
    """Where things are, for those who attack and those who are measured."""

    api: tuple
    http01: tuple
    trust: str
    admin: Session = None
    viewer: Session = None
    liar: tuple = None  # address and port that the lying host listens on
    access: str = None  # the access that leads to it


def free_port(address):
    with socket.socket() as probe:
        probe.bind((address, 0))
        return probe.getsockname()[1]


class Installation:
    def __init__(self, kigen, folder):
        self.kigen, self.folder = str(kigen), pathlib.Path(folder) / "here"
        self.process = None

    def __enter__(self):
        api, http01 = (HOME, free_port(HOME)), (HOME, free_port(HOME))
        made = subprocess.run(
            [self.kigen, "init", "--directory", self.folder, "--listen", f"{HOME}:{api[1]}", "--http01-listen", f"{HOME}:{http01[1]}"],
            check=True, capture_output=True, text=True)
        self.bootstrap_token = self._bootstrap_token(made.stdout)
        self.scene = Scene(api=api, http01=http01, trust=str(self.folder / "tls" / "certificate.pem"))
        self.log = open(self.folder / "serve.log", "wb")
        self.process = subprocess.Popen([self.kigen, "serve", "--config", self.folder / "kigen.toml"], stdout=self.log, stderr=self.log)
        self._wait_until_served()
        return self

    def __exit__(self, *_):
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

    def _bootstrap_token(self, said):
        printed = re.search(r"bootstrap token: (kg\S+)", said)
        if printed:
            return printed[1]
        files = list(self.folder.rglob("bootstrap*token*"))
        if not files:
            raise SystemExit(f"kigen init gave no bootstrap token:\n{said}")
        return files[0].read_text().strip()

    def _wait_until_served(self):
        for _ in range(300):
            if not self.is_alive():
                break
            try:
                with secure(self.scene, HOME, timeout=5):
                    return
            except (OSError, ssl.SSLError):
                time.sleep(0.1)
        raise SystemExit((self.folder / "serve.log").read_text(errors="replace"))

    def is_alive(self):
        return self.process.poll() is None

    def weight(self):
        """Resident KiB and open descriptors; None when it has ended."""
        try:
            status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
            return int(re.search(r"VmRSS:\s+(\d+)", status)[1]), len(os.listdir(f"/proc/{self.process.pid}/fd"))
        except (OSError, TypeError):
            return None

    def prepare(self):
        """Claims it, and makes what the attacks need."""
        scene = self.scene
        scene.admin = Session.begun(scene, HOME, "/api/v1/bootstrap", {"token": self.bootstrap_token, "password": PASSWORD, "companyName": "Example"})
        must(scene.admin, "POST", "/api/v1/users", {"mail": VIEWER, "role": "viewer", "password": PASSWORD})
        scene.viewer = Session.begun(scene, HOME, "/api/v1/session", {"mail": VIEWER, "password": PASSWORD})
        scene.liar = (LYING_HOST, free_port(LYING_HOST))
        made = must(scene.admin, "POST", "/api/v1/accesses",
                    {"name": "liar", "connection": {"kind": "ssh", "host": scene.liar[0], "port": scene.liar[1],
                                                    "loginId": "kigen", "loginPassword": PASSWORD}})
        scene.access = made["id"]
        for session in (scene.admin, scene.viewer):
            session.close()  # each process opens its own
        return scene


def must(session, method, path, body):
    status, answer = session.ask(method, path, body)
    if status >= 300:
        raise SystemExit(f"{method} {path}: {status} {answer}")
    return answer
