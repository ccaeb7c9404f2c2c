"""Processes of their own for attackers and for those who are measured, so that none waits for another's Python."""
import collections
import multiprocessing
import os
import select
import socket
import threading
import time

from soaking.measures import Took, timed

processes = multiprocessing.get_context("fork")


class Stop:
    """A word to all threads of all processes. multiprocessing.Event waits for those who sleep when it is set, and would
    wait for ever for one whose process has ended."""

    def __init__(self):
        self.ear, self.mouth = os.pipe()

    def set(self):
        os.write(self.mouth, b"stop")

    def wait(self, seconds=None):
        poll = select.poll()
        poll.register(self.ear, select.POLLIN)
        return bool(poll.poll(None if seconds is None else seconds * 1000))

    def is_set(self):
        return self.wait(0)


def paced(steps, per_second, stop):
    """What `steps` yields, at most so often, until it is time to stop."""
    due = time.monotonic()
    for step in steps:
        yield step
        due = max(due + 1 / per_second, time.monotonic() - 1)
        if stop.wait(max(0, due - time.monotonic())):
            return


class Runs:
    """A process for each; `stop` gathers what they found."""

    def __init__(self, works):
        self.stopping = Stop()
        self.found = processes.Queue()
        self.running = [processes.Process(target=self._run, args=work, daemon=True) for work in works]

    def _run(self, name, work):
        self.found.put((name, work(self.stopping)))

    def __enter__(self):
        for process in self.running:
            process.start()
        return self

    def stop(self):
        self.stopping.set()
        return dict(self.found.get(timeout=60) for _ in self.running)

    def __exit__(self, *_):
        self.stopping.set()
        for process in self.running:
            process.join(timeout=5)
            if process.is_alive():
                process.terminate()


# ---- attackers -----------------------------------------------------------------------------------------------------


def serve_endless_banner(address, stop):
    """An SSH server that never comes to its name (RFC 4253 §4.2 lets it say lines in front of it)."""
    flood = b"you are welcome here\r\n" * 3000

    def say(peer):
        try:
            while not stop.is_set():
                peer.sendall(flood)
        except OSError:
            pass
        finally:
            peer.close()

    with socket.create_server(address) as listener:
        listener.settimeout(0.5)
        while not stop.is_set():
            try:
                peer, _ = listener.accept()
            except OSError:
                continue
            threading.Thread(target=say, args=(peer,), daemon=True).start()


def attacker(attack, scene):
    """Its own machine would not take the server's processors: it stands behind."""

    def one_hand(source, words, stop):
        while not stop.is_set():  # an attack that an error ended is begun again
            try:
                for word in paced(attack.run(scene, source), attack.per_second, stop):
                    words[word] += 1
            except Exception as error:
                words[type(error).__name__] += 1
                stop.wait(1 / attack.per_second)

    def work(stop):
        os.nice(10)
        if attack.name == "lying-host":
            threading.Thread(target=serve_endless_banner, args=(scene.liar, stop), daemon=True).start()
        words = collections.Counter()
        hands = [threading.Thread(target=one_hand, args=(source, words, stop), daemon=True)
                 for source in attack.sources for _ in range(attack.hands)]
        for hand in hands:
            hand.start()
        stop.wait()
        return words

    return attack.name, work


class Attackers(Runs):
    def __init__(self, attacks, scene):
        super().__init__([attacker(attack, scene) for attack in attacks])


# ---- those who are measured ----------------------------------------------------------------------------------------


def measured(measure, scene):
    def work(stop):
        took = Took(bound_ms=measure.bound_ms)
        for ask in paced(measure.run(scene), measure.per_second, stop):
            timed(took, ask)
        return took

    return measure.name, work


class Measured(Runs):
    def __init__(self, measures, scene):
        super().__init__([measured(measure, scene) for measure in measures])
