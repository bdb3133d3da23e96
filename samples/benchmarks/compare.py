#!/usr/bin/env python3
"""Times fluxgate beside jq, Python with orjson, Polars, DuckDB and ClickHouse on invented traffic, and writes what came out as Markdown.

See README.md.
"""
import argparse
import json
import os
import platform
import shutil
import subprocess
import sys

import process
import tools

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fluxgate", default=os.path.join(ROOT, ".build/release/fluxgate"), help="the executable (default: the release build)")
    parser.add_argument("--work", default=os.path.join(ROOT, ".build/benchmarks"), help="a folder for traffic and the peers, kept for the next time")
    parser.add_argument("--runs", type=int, default=5, help="runs of each, after one that is not counted (default: 5)")
    parser.add_argument("--tools", default=",".join(tools.NAMES), help=f"which to run (default: {','.join(tools.NAMES)})")
    parser.add_argument("--mixed", type=int, default=600, help="MB of traffic with full bodies; 0 for none (default: 600)")
    parser.add_argument("--lean", type=int, default=600_000, help="calls of the log with calls of 500 bytes; 0 for none (default: 600000)")
    parser.add_argument("--sessions", type=int, default=1_000_000, help="sessions of the log with a call a session; 0 for none (default: 1000000)")
    parser.add_argument("--scaling", default="100,1000,10000", help="MB of the logs of the scaling table; '' for none (default: 100,1000,10000)")
    parser.add_argument("--output", help="the Markdown file (default: standard output)")
    return parser.parse_args()


class Traffic:
    """A log that was invented, and what is true of it."""

    def __init__(self, work, kind, *arguments):
        self.path = os.path.join(work, "-".join([kind, *map(str, arguments)]) + ".jsonl")
        truth = self.path + ".truth.json"
        if not os.path.exists(truth):
            say(f"inventing {self.path}")
            subprocess.run([sys.executable, os.path.join(HERE, "traffic.py"), kind, self.path, *map(str, arguments)], check=True)
        with open(truth) as file:
            self.truth = json.load(file)

    def gzipped(self):
        path = self.path + ".gz"
        if not os.path.exists(path):
            say(f"compressing {self.path}")
            subprocess.run(["gzip", "-k", "-6", self.path], check=True)
        return path

    def remove(self):
        os.remove(self.path)
        os.remove(self.path + ".truth.json")

    @property
    def size(self):
        return f"{self.truth['bytes'] / 1e6:,.0f} MB, {self.truth['calls']:,} calls"


def say(text):
    print(text, file=sys.stderr)


# MARK: Measuring


def compared(chosen, path, truth, runs):
    """Figures of each tool over a log, {title: figures}. A tool whose answer is not the truth ends the comparison."""
    by_title = {tool.title: tool for tool in chosen}

    def check(title, output):
        answer = by_title[title].answer(output)
        if answer != truth:
            sys.exit(f"{title} gives a wrong answer on {path}: {answer}; true is {truth}")

    say(f"comparing on {path}")
    return process.measure({tool.title: tool.command(path) for tool in chosen}, runs, check)


def comparison(chosen, columns, runs):
    """A table of tools over some logs, [(heading, path, truth)]: time, times fluxgate's, memory."""
    figures = [compared(chosen, path, truth, runs) for _, path, truth in columns]
    lines = ["| tool | " + " | ".join(f"{heading} | times as long | memory" for heading, _, _ in columns) + " |"]
    lines.append("| --- |" + " ---: |" * 3 * len(columns))
    for tool in chosen:
        cells = []
        for column in figures:
            own = column.get(tools.Fluxgate.title)
            mine = column[tool.title]
            cells += [seconds(mine.seconds), f"{mine.seconds / own.seconds:.2f}" if own else "", f"{mine.memory:.0f} MB"]
        lines.append(f"| {tool.title} | " + " | ".join(cells) + " |")
    return lines


def scaling(fluxgate, work, sizes, runs):
    lines = ["| log | calls | 1 thread | MB/s | memory | 2 threads | MB/s | memory | speed-up |", "| ---: |" + " ---: |" * 8]
    for size in sizes:
        needed = size * 1.05e6
        if not os.path.exists(os.path.join(work, f"mixed-{size}.jsonl")) and shutil.disk_usage(work).free < needed:
            lines.append(f"| {size:,} MB | left out: {needed / 1e9:.1f} GB of disk are not free | | | | | | | |")
            continue
        traffic = Traffic(work, "mixed", size)
        say(f"scaling on {traffic.path}")

        def check(_, output):
            if fluxgate.answer(output) != traffic.truth["by_feature"]:
                sys.exit(f"fluxgate gives a wrong answer on {traffic.path}")

        commands = {jobs: fluxgate.command(traffic.path, "--jobs", str(jobs)) for jobs in (1, 2)}
        figures = process.measure(commands, runs, check)
        one, two = figures[1], figures[2]
        cells = [f"{traffic.truth['bytes'] / 1e6:,.0f} MB", f"{traffic.truth['calls']:,}"]
        for figure in (one, two):
            cells += [seconds(figure.seconds), f"{traffic.truth['bytes'] / 1e6 / figure.seconds:,.0f}", f"{figure.memory:.0f} MB"]
        lines.append("| " + " | ".join([*cells, f"{one.seconds / two.seconds:.2f}"]) + " |")
        # The large ones are for this table alone.
        if size > 2_000:
            traffic.remove()
    return lines


def other_work(fluxgate, mixed, lean, sessions, runs):
    """What only fluxgate does, a row each: (what, command, how many calls, check)."""
    rows = []

    def says_calls(count):
        return lambda output: json.loads(output)["totals"]["calls"] == count

    def report(path, *options):
        return [fluxgate.executable, "report", path, "--format", "json", "--quiet", *options]

    if mixed:
        calls = mixed.truth["calls"]
        events = [fluxgate.executable, "events", mixed.path, "--quiet"]
        rows.append((f"events, full bodies ({mixed.size})", events, calls, lambda output: output.count(b"\n") == calls))
        rows.append(("report by feature, user and session, full bodies", report(mixed.path), calls, says_calls(calls)))
    if lean:
        calls = lean.truth["calls"]
        rows.append((f"report by feature, user and session, lean calls ({lean.size})", report(lean.path), calls, says_calls(calls)))
        rows.append(("report by feature, lean calls, without deduplication", fluxgate.command(lean.path, "--no-dedupe"), calls, says_calls(calls)))
    if sessions:
        calls = sessions.truth["calls"]
        by_session = report(sessions.path, "--by", "session")
        rows.append((f"report by session, {calls:,} sessions, 20 rows", [*by_session, "--top", "20"], calls, says_calls(calls)))
        rows.append((f"report by session, {calls:,} sessions, all rows", by_session, calls, lambda output: output.count(b'"key":') == calls))
    if not rows:
        return []
    lines = ["| what | time | calls a second | memory |", "| --- | ---: | ---: | ---: |"]
    for what, command, calls, is_right in rows:
        say(what)

        def check(_, output):
            if not is_right(output):
                sys.exit(f"fluxgate gives a wrong answer: {' '.join(command)}")

        figures = process.measure({what: command}, runs, check)[what]
        lines.append(f"| {what} | {seconds(figures.seconds)} | {calls / figures.seconds:,.0f} | {figures.memory:.0f} MB |")
    return lines


# MARK: Writing


def seconds(value):
    return f"{value:.3f} s" if value < 10 else f"{value:.1f} s"


def machine():
    cpu = platform.processor() or platform.machine()
    memory = "?"
    try:
        with open("/proc/cpuinfo") as file:
            cpu = next((line.split(":", 1)[1].strip() for line in file if line.startswith("model name")), cpu)
        memory = f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 1e9:.0f} GB"
    except (OSError, ValueError):
        pass
    load = os.getloadavg()[0]
    return f"{cpu}, {os.cpu_count()} cores, {memory}, {platform.system()} {platform.release()} ({platform.machine()}); load at the start {load:.1f}"


def main():
    chosen_options = options()
    if not os.access(chosen_options.fluxgate, os.X_OK):
        sys.exit(f"no executable at {chosen_options.fluxgate}: swift build -c release --product fluxgate")
    place = machine()
    work, runs = os.path.abspath(chosen_options.work), chosen_options.runs
    os.makedirs(work, exist_ok=True)
    unknown = set(chosen_options.tools.split(",")) - set(tools.NAMES)
    if unknown:
        sys.exit(f"unknown tools: {', '.join(sorted(unknown))}; there are {', '.join(tools.NAMES)}")
    chosen = tools.made(chosen_options.tools.split(","), chosen_options.fluxgate, work)
    fluxgate = tools.Fluxgate(chosen_options.fluxgate)

    text = [
        "# fluxgate beside other tools",
        "",
        f"Machine: {place}.",
        f"Versions: {', '.join(tool.version() for tool in chosen)}; Python {platform.python_version()}.",
        "",
        "The question: calls, input tokens and output tokens of each feature. Every answer was compared with the truth. Times are of whole processes from start to "
        f"end, medians of {runs} runs in turns after one that is not counted; memory is the most that was resident in any. fluxgate answers more than it is asked: it "
        "prices each call, drops duplicates, sums statuses and estimates latencies.",
    ]
    mixed = Traffic(work, "mixed", chosen_options.mixed) if chosen_options.mixed else None
    lean = Traffic(work, "lean", chosen_options.lean) if chosen_options.lean else None
    sessions = Traffic(work, "lean", chosen_options.sessions, chosen_options.sessions) if chosen_options.sessions else None
    if mixed:
        truth = mixed.truth["by_feature"]
        columns = [("plain", mixed.path, truth), ("gzip", mixed.gzipped(), truth)]
        text += ["", f"## Full bodies: {mixed.size}", "", *comparison(chosen, columns, runs)]
    if lean:
        text += ["", f"## Lean calls: {lean.size}", "", *comparison(chosen, [("plain", lean.path, lean.truth["by_feature"])], runs)]
    one = Traffic(work, "lean", 1)
    text += ["", "## One call: what starting takes", "", *comparison(chosen, [("plain", one.path, one.truth["by_feature"])], max(runs, 9))]
    rows = other_work(fluxgate, mixed, lean, sessions, runs)
    if rows:
        text += ["", "## What only fluxgate is asked", "", *rows]
    sizes = [int(size) for size in chosen_options.scaling.split(",") if size]
    if sizes:
        text += ["", "## Larger logs and more threads", "", *scaling(fluxgate, work, sizes, min(runs, 3))]

    document = "\n".join(text) + "\n"
    if chosen_options.output:
        with open(chosen_options.output, "w") as file:
            file.write(document)
    else:
        print(document, end="")


if __name__ == "__main__":
    main()
