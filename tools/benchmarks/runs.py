"""Runs the sides of a case in turn and tells what came of it."""
import json
import pathlib
import shutil
import statistics
import subprocess
import tempfile


SCRIPTS = pathlib.Path(__file__).resolve().parent


def run_side(programs, command, values):
    """The figures that one run of a side printed."""
    scratch = tempfile.mkdtemp(prefix="kigen-bench.")
    try:
        program, *arguments = [part.format(scratch=scratch, programs=programs, **values) for part in command]
        folder = SCRIPTS if program.endswith(".py") else programs
        ended = subprocess.run([str(folder / program), *arguments], stdout=subprocess.PIPE, text=True)
        if ended.returncode != 0:
            raise SystemExit(f"{program} {' '.join(arguments)} ended with {ended.returncode}")
        return json.loads(ended.stdout.splitlines()[-1])
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def run_case(programs, case, repetitions, values):
    """Figures of each side by repetition. The sides take turns, so that all see the same weather."""
    measured = {side: [] for side in case.sides}
    for _ in range(repetitions):
        for side, command in case.sides.items():
            measured[side].append(run_side(programs, command, values))
    return measured


def spread(values):
    """median [min–max]"""
    return f"{number(statistics.median(values))} [{number(min(values))}–{number(max(values))}]"


def number(value):
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def judge(goal, measured):
    """The goal's value in each repetition, their median, and whether it meets the goal."""
    values = [figures[goal.figure] for figures in measured["product"]]
    if goal.over or goal.over_figure:
        over = measured[goal.over or "product"]
        floor = [figures[goal.over_figure or goal.figure] for figures in over]
        values = [ours / theirs for ours, theirs in zip(values, floor)]
    return {
        "goal": str(goal),
        "values": values,
        "met": goal.met_by(statistics.median(values)),
    }


def print_case(case, measured, verdicts):
    print(f"\n{case.name}: {case.about}")
    for side, runs in measured.items():
        figures = "   ".join(f"{name} {spread([run[name] for run in runs])}" for name in runs[0])
        print(f"  {side:<16} {figures}")
    for verdict in verdicts:
        word = "met" if verdict["met"] else "missed"
        print(f"  {'goal':<16} {verdict['goal']}: {spread(verdict['values'])}  {word}")
