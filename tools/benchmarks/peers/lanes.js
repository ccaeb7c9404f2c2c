// What all peers are measured by: as soon as one job is done, the next is asked for.
"use strict";

const now = () => performance.now() * 1000;

/// Runs `one(start)` in `inFlight` lanes for so long. `one` calls `start` when its job is started, and ends with it.
async function keepInFlight(inFlight, seconds, one) {
  const started = [], ended = [];
  const begun = now(), end = begun + seconds * 1e6, cpu = process.cpuUsage();
  const lane = async () => {
    while (now() < end) {
      const asked = now();
      await one(() => started.push(now() - asked));
      ended.push(now() - asked);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const { user, system } = process.cpuUsage(cpu);
  const at = (values, part) => values.sort((a, b) => a - b)[Math.floor(values.length * part)] ?? 0;
  const starts = started.length > 0 ? { start_p50_us: at(started, 0.5), start_p99_us: at(started, 0.99) } : {};
  return {
    count: ended.length,
    jobs_s: ended.length / (now() - begun) * 1e6,
    client_cpu_s: (user + system) / 1e6,
    ...starts,
    end_p50_us: at(ended, 0.5),
    end_p99_us: at(ended, 0.99),
  };
}

/// Jobs that were asked for and whose end is awaited, by number.
class Awaited {
  #jobs = new Map();
  #last = 0;

  /// Asks by `add(number)`; resolves when ended(number) was called.
  run(start, add) {
    const number = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#jobs.set(number, { start, resolve });
      add(number).catch(reject);
    });
  }
  started(number) { this.#jobs.get(number)?.start(); }
  ended(number) {
    this.#jobs.get(number)?.resolve();
    this.#jobs.delete(number);
  }
}

module.exports = { keepInFlight, Awaited };
