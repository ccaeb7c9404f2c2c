"""Servers of their own that the product is measured beside, each in a folder, on a socket there."""
import glob
import os
import pathlib
import shutil
import signal
import subprocess
import time

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
READY_WITHIN_S = 60
OWN, WITH_ENDED_CHILDREN = 13, 15  # last field of CPU times in /proc/PID/stat, counted behind the name


def cpu_seconds(pid, last_field=OWN):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:last_field])) / TICKS_A_SECOND


class Server:
    """A process that ends with the block it is used in."""

    def __init__(self, command, **how):
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **how)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def wait_until(self, is_ready):
        end = time.monotonic() + READY_WITHIN_S
        while not is_ready():
            if self.process.poll() is not None or time.monotonic() > end:
                self.process.kill()
                raise SystemExit(f"{type(self).__name__} did not start")
            time.sleep(0.02)

    def cpu_seconds(self):
        return cpu_seconds(self.process.pid)


class Redis(Server):
    """Each command is on the disk before it is answered."""

    def __init__(self, folder):
        self.socket = folder / "redis.socket"
        super().__init__(["redis-server", "--port", "0", "--unixsocket", self.socket, "--dir", folder, "--save", "",
                          "--appendonly", "yes", "--appendfsync", "always"])
        self.wait_until(self.socket.exists)


class Postgres(Server):
    """Not as root, which PostgreSQL refuses."""

    def __init__(self, folder):
        self.programs = pathlib.Path(sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1])
        self.data = folder / "postgres"
        self.data.mkdir()
        self.user = {}
        if os.getuid() == 0:
            shutil.chown(self.data, "postgres", "postgres")
            folder.chmod(0o711)
            self.user = {"user": "postgres", "group": "postgres", "extra_groups": []}
        subprocess.run([self.programs / "initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "--no-sync"],
                       check=True, stdout=subprocess.DEVNULL, cwd="/", **self.user)
        super().__init__([self.programs / "postgres", "-D", self.data, "-h", "", "-k", self.data,
                          "-c", "max_connections=300", "-c", "shared_buffers=512MB", "-c", "autovacuum=off"],
                         cwd="/", **self.user)
        self.wait_until(self._is_ready)

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)  # without waiting for its clients
        self.process.wait()

    def _is_ready(self):
        return subprocess.run([self.programs / "pg_isready", "-q", "-h", self.data], cwd="/").returncode == 0

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
                return (cpu_seconds(self.process.pid, WITH_ENDED_CHILDREN) +
                        sum(cpu_seconds(pid) for pid in children))
            except (FileNotFoundError, ProcessLookupError):  # one ended before, or while, it was read
                continue
