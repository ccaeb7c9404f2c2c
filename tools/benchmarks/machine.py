"""What a run was measured on, and what else the machine was doing meanwhile."""
import os
import platform
import resource
import subprocess
import time

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def _output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _field(path, name):
    with open(path) as lines:
        for line in lines:
            if line.startswith(name):
                return line.split(":", 1)[1].strip()
    return "unknown"


def _package_version(package):
    return _output("dpkg-query", "-W", "-f", "${Version}", package) or "not installed"


def describe(packages):
    """The header of a report."""
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "commit": _output("git", "describe", "--always", "--dirty"),
        "cpu": _field("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory_gib": round(memory_gib),
        "kernel": platform.release(),
        "versions": {package: _package_version(package) for package in packages},
    }


class Surroundings:
    """CPU seconds that the host withheld (steal) and that other programs used, since it was made."""

    def __init__(self):
        self._start = self._now()

    @staticmethod
    def _now():
        with open("/proc/stat") as stat:
            user, nice, system, idle, wait, irq, softirq, steal = map(int, stat.readline().split()[1:9])
        ours = resource.getrusage(resource.RUSAGE_CHILDREN)
        self_usage = resource.getrusage(resource.RUSAGE_SELF)
        return {
            "wall": time.monotonic(),
            "busy": (user + nice + system + irq + softirq) / TICKS_A_SECOND,
            "steal": steal / TICKS_A_SECOND,
            "ours": ours.ru_utime + ours.ru_stime + self_usage.ru_utime + self_usage.ru_stime,
        }

    def shares(self):
        """Parts of the machine's time: 0.05 is one twentieth of all cores."""
        now = self._now()
        spent = {name: now[name] - self._start[name] for name in now}
        capacity = max(spent["wall"] * os.cpu_count(), 1e-9)
        return {
            "steal": round(spent["steal"] / capacity, 3),
            "others": round(max(spent["busy"] - spent["ours"], 0) / capacity, 3),
        }
