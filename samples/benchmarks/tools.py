"""The tools: how each is asked, how its answer is read, and which version it is."""
import json
import os
import shutil
import subprocess
import sys
import venv

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PEERS = {"orjson": "Python with orjson", "polars": "Polars", "duckdb": "DuckDB", "clickhouse": "ClickHouse (chdb)"}
PACKAGES = {"orjson": "orjson", "polars": "polars", "duckdb": "duckdb", "clickhouse": "chdb"}
NAMES = ["fluxgate", *PEERS, "jq"]


class Fluxgate:
    title = "fluxgate"

    def __init__(self, executable):
        self.executable = executable

    def command(self, path, *options):
        return self.report(path, "--by", "feature", *options)

    def report(self, path, *options):
        return [self.executable, "report", path, "--format", "json", "--quiet", *options]

    def events(self, path):
        return [self.executable, "events", path, "--quiet"]

    def answer(self, output):
        rows = json.loads(output)["groups"][0]["rows"]
        return {row["key"]["feature"]: [row["calls"], row["input_tokens"], row["output_tokens"]] for row in rows}

    def version(self):
        version = text_of([self.executable, "--version"])
        # Of an executable from elsewhere nobody knows the commit.
        if not os.path.realpath(self.executable).startswith(os.path.realpath(ROOT) + os.sep):
            return f"fluxgate {version}"
        return f"fluxgate {version} ({text_of(['git', '-C', HERE, 'describe', '--always', '--dirty'])})"


class Peer:
    """A library from PyPI, in a Python of its own."""

    def __init__(self, name, python):
        self.name = name
        self.title = PEERS[name]
        self.python = python

    def command(self, path):
        return [self.python, os.path.join(HERE, "peers.py"), self.name, path]

    def answer(self, output):
        return json.loads(output)

    def version(self):
        package = PACKAGES[self.name]
        return f"{package} {text_of([self.python, '-c', f'from importlib import metadata; print(metadata.version({package!r}))'])}"


class JQ:
    title = "jq"

    def command(self, path):
        program = os.path.join(HERE, "totals.jq")
        if path.endswith(".gz"):
            return ["sh", "-c", 'gzip -dc "$1" | jq -n -c -f "$0"', program, path]
        return ["jq", "-n", "-c", "-f", program, path]

    def answer(self, output):
        return json.loads(output)

    def version(self):
        return text_of(["jq", "--version"]).replace("-", " ")


def made(names, executable, python, work):
    """The tools of these names; sets up what they need, unless there is a Python that has it."""
    tools = []
    for name in names:
        if name == "fluxgate":
            tools.append(Fluxgate(executable))
        elif name == "jq":
            if not shutil.which("jq"):
                sys.exit("jq is not installed (apt-get install jq); --tools leaves tools out")
            tools.append(JQ())
        else:
            tools.append(Peer(name, python or python_with_peers(work)))
    return tools


def python_with_peers(work):
    """A virtual environment with the packages of requirements.txt, made once."""
    folder = os.path.join(work, "venv")
    python = os.path.join(folder, "bin", "python")
    requirements = os.path.join(HERE, "requirements.txt")
    stamp = os.path.join(folder, "requirements.txt")
    if not os.path.exists(stamp) or open(stamp).read() != open(requirements).read():
        print("installing the peers from PyPI", file=sys.stderr)
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--requirement", requirements], check=True)
        shutil.copyfile(requirements, stamp)
    return python


def text_of(command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
