"""What is compared with what, and what we want of it."""
import operator
from dataclasses import dataclass, field, replace

AT_LEAST, AT_MOST = "≥", "≤"
MEETS = {AT_LEAST: operator.ge, AT_MOST: operator.le}


@dataclass(frozen=True)
class Goal:
    """`figure` of the product against a bound; divided first by that of the side `over`, if there is one, or
    by the product's own figure `over_figure`."""

    figure: str
    relation: str
    bound: float
    over: str = ""
    over_figure: str = ""

    def met_by(self, value):
        return MEETS[self.relation](value, self.bound)

    def __str__(self):
        floor = self.over or self.over_figure
        return f"{self.figure} {self.relation} {self.bound:g}" + (f" × {floor}" if floor else "")


@dataclass(frozen=True)
class Case:
    """Programs that are run in turn, each printing one line of JSON. In their arguments {scratch} is an empty
    folder of the side's own, {seconds} how long to measure, {thousands}, {services}
    and {many_services} how much there is, {programs} where the benchmarks are, {packages} the peers' own."""

    name: str
    about: str
    sides: dict
    goals: list = field(default_factory=list)


def append_case(producers):
    return Case(
        f"append-{producers}",
        f"durable appends of 400-byte records, {producers} producers; the views follow",
        {
            "product": ["benchmark_append", "{scratch}", str(producers), "{seconds}"],
            "without views": ["benchmark_append", "{scratch}", str(producers), "{seconds}", "no-views"],
            "raw funnel": ["benchmark_raw_log", "funnel", "{scratch}", str(producers), "{seconds}"],
            "Redis": ["redis.py", "{scratch}", str(producers), "{seconds}"],
            "PostgreSQL": ["postgres.py", "append", "{scratch}", str(producers), "{seconds}"],
        },
        [
            Goal("events_s", AT_LEAST, 0.9, "raw funnel"),
            Goal("cpu_us", AT_MOST, 1.25, "raw funnel"),
            Goal("events_s", AT_LEAST, 2.5, "Redis"),
            Goal("events_s", AT_LEAST, 8, "PostgreSQL"),
        ],
    )


def peer(name, in_flight):
    return ["job_peers.py", name, "{scratch}", "{packages}", str(in_flight), "{seconds}"]


def jobs_case(in_flight, goals):
    return Case(
        f"jobs-{in_flight}",
        f"jobs of three durable events each, {in_flight} in flight; their work is nothing",
        {
            "product": ["benchmark_jobs", "{scratch}", str(in_flight), "{seconds}"],
            "BullMQ": peer("bullmq", in_flight),
            "graphile-worker": peer("graphile", in_flight),
        },
        goals,
    )


def steps_case(in_flight, goals):
    return Case(
        f"steps-{in_flight}",
        f"jobs of three steps, each step durable before the next begins, {in_flight} in flight",
        {
            "product": ["benchmark_jobs", "{scratch}", str(in_flight), "{seconds}", "3"],
            "Restate": peer("restate", in_flight),
        },
        goals,
    )


# What must be installed for a side to be measured. Their packages come from npm, as peers/ pins them.
PEER_PROGRAMS = {
    "Redis": ["redis-server"],
    "PostgreSQL": ["psql"],
    "BullMQ": ["redis-server", "node", "npm"],
    "graphile-worker": ["psql", "node", "npm"],
    "Restate": ["node", "npm"],
}


def without(case, missing):
    """The case without these sides and the goals that speak of them."""
    sides = {side: command for side, command in case.sides.items() if side not in missing}
    return replace(case, sides=sides, goals=[goal for goal in case.goals if goal.over not in missing])


CASES = [
    append_case(64),
    append_case(256),
    Case(
        "append-alone",
        "one durable append after the other",
        {
            "product": ["benchmark_append", "{scratch}", "1", "{seconds}"],
            "raw write": ["benchmark_raw_log", "alone", "{scratch}", "{seconds}"],
        },
        [Goal("p50_us", AT_MOST, 1.1, "raw write"), Goal("p99_us", AT_MOST, 1.25, "raw write")],
    ),
    Case(
        "allocations",
        "how often one command that appends one event asks for memory",
        {"product": ["benchmark_allocations", "{scratch}"]},
        [Goal("loop", AT_MOST, 30)],
    ),
    jobs_case(1, [Goal("start_p50_us", AT_MOST, 0.25, "BullMQ")]),
    jobs_case(
        64,
        [
            Goal("jobs_s", AT_LEAST, 3, "BullMQ"),
            Goal("jobs_s", AT_LEAST, 10, "graphile-worker"),
            Goal("cpu_us", AT_MOST, 0.25, "BullMQ"),
        ],
    ),
    jobs_case(256, []),
    steps_case(1, [Goal("end_p50_us", AT_MOST, 0.1, "Restate")]),
    steps_case(64, [Goal("jobs_s", AT_LEAST, 15, "Restate")]),
    Case(
        "disk",
        "bytes on disk for each 400-byte record, hashes and indexes included",
        {
            "product": ["benchmark_disk", "{scratch}", "{thousands}"],
            "PostgreSQL": ["postgres.py", "disk", "{scratch}", "{thousands}"],
        },
        [Goal("settled_bytes", AT_MOST, 0.35, "PostgreSQL")],
    ),
    Case(
        "replay",
        "the whole log anew: decoded, folded into the World, folded into the views",
        {"product": ["benchmark_replay", "{scratch}", "{thousands}"]},
        [
            Goal("decoded_events_s", AT_LEAST, 0.5, over_figure="raw_events_s"),
            Goal("views_events_s", AT_LEAST, 0.5, over_figure="raw_events_s"),
        ],
    ),
    Case(
        "views",
        "the console's queries over many services, without HTTP",
        {"product": ["benchmark_views", "{scratch}", "{services}"]},
        [Goal("by_name_p99_us", AT_MOST, 10_000), Goal("dashboard_p99_us", AT_MOST, 10_000)],
    ),
    Case(
        "scope",
        "the service list and the dashboard to somebody in three of 200 user groups, in turn with those of all",
        {"product": ["benchmark_scope", "{many_services}"]},
        [Goal("by_name_p99_ratio", AT_MOST, 1.5), Goal("by_expiry_p99_ratio", AT_MOST, 1.5)],
    ),
    Case(
        "world-rows",
        "how long the fold stands still for a part of the World's rows; a start without and with them",
        {"product": ["benchmark_world_rows", "{scratch}", "{services}"]},
    ),
    Case(
        "serving",
        "the running product with many services: start, memory, answers over HTTPS to 50 clients",
        {"product": ["serving.py", "{programs}", "{scratch}", "{many_services}", "{seconds}"]},
        [
            Goal("empty_mb", AT_MOST, 60),
            Goal("loaded_mb", AT_MOST, 300),
            Goal("ready_s", AT_MOST, 2),
            Goal("session_s", AT_LEAST, 0.9, over_figure="floor_s"),
            Goal("services_s", AT_LEAST, 0.4, over_figure="floor_s"),
            Goal("dashboard_s", AT_LEAST, 0.4, over_figure="floor_s"),
            Goal("services_p99_us", AT_MOST, 10_000),
            Goal("dashboard_p99_us", AT_MOST, 10_000),
        ],
    ),
]
