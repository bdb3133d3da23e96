"""Whole processes, timed."""
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass

# Settings of the user's own would change what fluxgate is asked.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("FLUXGATE_")}
LAUNCH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "launch.py")


@dataclass
class Figures:
    """What some runs of one command came to: the median time, and the most memory that was resident in any, in MB."""

    seconds: float
    memory: float


def run(command):
    """Runs a command from start to end: its seconds, its memory in MB, its output. One that fails ends the comparison."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as error, tempfile.TemporaryFile() as figures:
        launcher = [sys.executable, "-I", "-S", LAUNCH, str(figures.fileno()), *command]
        subprocess.run(launcher, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=output, stderr=error, pass_fds=[figures.fileno()], check=False)
        for file in (output, error, figures):
            file.seek(0)
        seconds, kilobytes, code = figures.read().decode().split() or (0, 0, "no exit code")
        if code != "0":
            sys.exit(f"{' '.join(command)}\nended with {code}: {error.read(2000).decode(errors='replace')}")
        return float(seconds), int(kilobytes) * 1024 / 1e6, output.read()


def measure(commands, runs, check):
    """Figures of each of some commands, {name: command}: all run once to warm up, then in turns. `check(name, output)` looks at every answer."""
    done = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, command in commands.items():
            seconds, memory, output = run(command)
            check(name, output)
            if number > 0:
                done[name].append((seconds, memory))
    return {name: Figures(statistics.median(seconds for seconds, _ in results), max(memory for _, memory in results)) for name, results in done.items()}
