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

# What an option is where it is not given, and where it is not given beside --quick.
SIZES = {"runs": 5, "mixed": 600, "lean": 600_000, "sessions": 1_000_000, "scaling": "100,1000,10000"}
QUICK = {"runs": 1, "mixed": 20, "lean": 20_000, "sessions": 20_000, "scaling": "10,20"}


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fluxgate", default=os.path.join(tools.ROOT, ".build/release/fluxgate"), help="the executable (default: the release build)")
    parser.add_argument("--work", default=os.path.join(tools.ROOT, ".build/benchmarks"), help="a folder for traffic and the peers, kept for the next time")
    parser.add_argument("--python", help="a Python that has the packages of requirements.txt (default: one is set up in the folder)")
    parser.add_argument("--tools", default=",".join(tools.NAMES), help=f"which to run (default: {','.join(tools.NAMES)})")
    parser.add_argument("--quick", action="store_true", help="little traffic and one run each, to see that everything works; the figures say nothing")
    parser.add_argument("--runs", type=int, help=f"runs of each, after one that is not counted (default: {SIZES['runs']})")
    parser.add_argument("--mixed", type=int, help=f"MB of traffic with full bodies; 0 for none (default: {SIZES['mixed']})")
    parser.add_argument("--lean", type=int, help=f"calls of the log with calls of 500 bytes; 0 for none (default: {SIZES['lean']})")
    parser.add_argument("--sessions", type=int, help=f"sessions of the log with a call a session; 0 for none (default: {SIZES['sessions']})")
    parser.add_argument("--scaling", help=f"MB of the logs of the scaling table; '' for none (default: {SIZES['scaling']})")
    parser.add_argument("--output", help="the Markdown file (default: standard output)")
    chosen = parser.parse_args()
    for name, size in (QUICK if chosen.quick else SIZES).items():
        if getattr(chosen, name) is None:
            setattr(chosen, name, size)
    if chosen.runs < 1:
        parser.error("--runs takes a number from 1 up")
    return chosen


class Traffic:
    """A log that was invented, and what is true of it."""

    GENERATOR = os.path.join(HERE, "traffic.py")

    def __init__(self, work, kind, *arguments):
        self.path = Traffic.place(work, kind, *arguments)
        if not Traffic.is_there(self.path):
            self.remove()
            say(f"inventing {self.path}")
            try:
                subprocess.run([sys.executable, Traffic.GENERATOR, kind, self.path, *map(str, arguments)], check=True)
            except BaseException:
                self.remove()
                raise
        with open(self.truth_path) as file:
            self.truth = json.load(file)

    @staticmethod
    def place(work, kind, *arguments):
        return os.path.join(work, "-".join([kind, *map(str, arguments)]) + ".jsonl")

    @staticmethod
    def is_there(path):
        """Whether the whole log is there, and what invented it has not changed since. The truth is written last."""
        truth = path + ".truth.json"
        return os.path.exists(truth) and os.path.getmtime(truth) > os.path.getmtime(Traffic.GENERATOR)

    @property
    def truth_path(self):
        return self.path + ".truth.json"

    def gzipped(self):
        path = self.path + ".gz"
        if not os.path.exists(path):
            say(f"compressing {self.path}")
            with open(path + ".part", "wb") as file:
                subprocess.run(["gzip", "-c", "-6", self.path], stdout=file, check=True)
            os.rename(path + ".part", path)
        return path

    def remove(self):
        for path in (self.path, self.path + ".gz", self.truth_path):
            if os.path.exists(path):
                os.remove(path)

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
        if not Traffic.is_there(Traffic.place(work, "mixed", size)) and shutil.disk_usage(work).free < needed:
            lines.append(f"| {size:,} MB | left out: {needed / 1e9:.1f} GB of disk are not free | | | | | | | |")
            continue
        traffic = Traffic(work, "mixed", size)
        say(f"scaling on {traffic.path}")

        def check(_, output):
            if fluxgate.answer(output) != traffic.truth["by_feature"]:
                sys.exit(f"fluxgate gives a wrong answer on {traffic.path}")

        commands = {jobs: fluxgate.command(traffic.path, "--jobs", str(jobs)) for jobs in (1, 2)}
        try:
            figures = process.measure(commands, runs, check)
        finally:
            # The large ones are for this table alone.
            if size > 2_000:
                traffic.remove()
        one, two = figures[1], figures[2]
        cells = [f"{traffic.truth['bytes'] / 1e6:,.0f} MB", f"{traffic.truth['calls']:,}"]
        for figure in (one, two):
            cells += [seconds(figure.seconds), f"{traffic.truth['bytes'] / 1e6 / figure.seconds:,.0f}", f"{figure.memory:.0f} MB"]
        lines.append("| " + " | ".join([*cells, f"{one.seconds / two.seconds:.2f}"]) + " |")
    return lines


BY_FEATURE = "report by feature"


def other_work(fluxgate, mixed, lean, sessions, runs):
    """A table of what only fluxgate is asked, and of how long that takes beside the report that all tools make."""
    chosen = []
    if mixed:
        works = [BY_FEATURE, "the same from standard input", "report by feature, user, session", "events"]
        chosen.append((f"full bodies ({mixed.size})", mixed, mixed.path, works))
        chosen.append(("the same, gzipped", mixed, mixed.gzipped(), [BY_FEATURE, "events"]))
    if lean:
        works = [BY_FEATURE, "the same without deduplication", "report by feature, user, session", "events"]
        chosen.append((f"lean calls ({lean.size})", lean, lean.path, works))
    if sessions:
        works = [BY_FEATURE, "report by session, 20 rows", "report by session, all rows"]
        chosen.append((f"a session a call ({sessions.size})", sessions, sessions.path, works))
    if not chosen:
        return []
    lines = ["| log | work | time | times as long | calls a second | memory |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    for title, traffic, path, works in chosen:
        commands = {work: command_and_check(fluxgate, traffic, path, work) for work in works}

        def check(work, output):
            command, is_right = commands[work]
            if not is_right(output):
                sys.exit(f"fluxgate gives a wrong answer: {' '.join(command)}")

        say(f"other work on {path}")
        figures = process.measure({work: command for work, (command, _) in commands.items()}, runs, check)
        for work, figure in figures.items():
            ratio = figure.seconds / figures[BY_FEATURE].seconds
            rate = traffic.truth["calls"] / figure.seconds
            lines.append(f"| {title} | {work} | {seconds(figure.seconds)} | {ratio:.2f} | {rate:,.0f} | {figure.memory:.0f} MB |")
    return lines


def command_and_check(fluxgate, traffic, path, work):
    """How fluxgate is asked for some work, and whether an answer to that is right."""
    calls = traffic.truth["calls"]

    def tells_features(output):
        return fluxgate.answer(output) == traffic.truth["by_feature"]

    def tells_calls(output):
        return json.loads(output)["totals"]["calls"] == calls

    return {
        BY_FEATURE: (fluxgate.command(path), tells_features),
        "the same from standard input": (["sh", "-c", 'exec "$@" < "$0"', path, *fluxgate.command("-")], tells_features),
        "the same without deduplication": (fluxgate.command(path, "--no-dedupe"), tells_features),
        "report by feature, user, session": (fluxgate.report(path), tells_calls),
        "report by session, 20 rows": (fluxgate.report(path, "--by", "session", "--top", "20"), tells_calls),
        "report by session, all rows": (fluxgate.report(path, "--by", "session"), lambda output: output.count(b'"key":') == calls),
        "events": (fluxgate.events(path), lambda output: output.count(b"\n") == calls),
    }[work]


# MARK: Writing


def seconds(value):
    return f"{value:.3f} s" if value < 10 else f"{value:.1f} s"


def times(runs):
    return "1 run" if runs == 1 else f"{runs} runs"


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
    chosen = tools.made(chosen_options.tools.split(","), chosen_options.fluxgate, chosen_options.python, work)
    fluxgate = tools.Fluxgate(chosen_options.fluxgate)

    text = [
        "# fluxgate beside other tools",
        "",
        *(["A quick run, to see that everything works: its figures say nothing.", ""] if chosen_options.quick else []),
        f"Machine: {place}.",
        f"Versions: {', '.join(tool.version() for tool in chosen)}; Python {platform.python_version()}.",
        "",
        "The question: calls, input tokens and output tokens of each feature. Every answer was compared with the truth. Times are of whole processes "
        f"from start to end, medians of {times(runs)} in turns after one that is not counted; what starting takes, a library's import included, is in "
        "them, and by itself in the table of one call. Memory is the most that was resident in any run, pages of mapped files included. fluxgate answers "
        "more than it is asked: it prices each call, drops duplicates, sums statuses and estimates latencies.",
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
    short_runs = runs if chosen_options.quick else max(runs, 9)
    columns = [("plain", one.path, one.truth["by_feature"])]
    text += ["", f"## One call, {times(short_runs)}: what starting takes", "", *comparison(chosen, columns, short_runs)]
    rows = other_work(fluxgate, mixed, lean, sessions, runs)
    if rows:
        text += ["", "## What only fluxgate is asked", "", *rows]
    sizes = [int(size) for size in chosen_options.scaling.split(",") if size]
    if sizes:
        few_runs = min(runs, 3)
        text += ["", f"## Larger logs and more threads, {times(few_runs)}", "", *scaling(fluxgate, work, sizes, few_runs)]

    document = "\n".join(text) + "\n"
    if chosen_options.output:
        with open(chosen_options.output, "w") as file:
            file.write(document)
    else:
        print(document, end="")


if __name__ == "__main__":
    main()
