"""What is compared with what, and what we want of it."""
import operator
from dataclasses import dataclass, field

AT_LEAST, AT_MOST = "≥", "≤"
MEETS = {AT_LEAST: operator.ge, AT_MOST: operator.le}


@dataclass(frozen=True)
class Goal:
    """`figure` of the product, divided by that of `over` if there is one, against a bound."""

    figure: str
    relation: str
    bound: float
    over: str = ""

    def met_by(self, value):
        return MEETS[self.relation](value, self.bound)

    def __str__(self):
        return f"{self.relation} {self.bound:g}" + (" ×" if self.over else "")


@dataclass(frozen=True)
class Case:
    """Programs that are run in turn, each printing one line of JSON. In their arguments {scratch} is an empty
    folder of the side's own, {seconds} how long to measure, {thousands} the scale of what is counted."""

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
        },
        [
            Goal("events_s", AT_LEAST, 0.9, "raw funnel"),
            Goal("cpu_us", AT_MOST, 1.25, "raw funnel"),
        ],
    )


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
]
