"""What the side-by-side benchmarks share: the commands, the clock, and the description of the machine. Peers get all cores, too."""
import os
import platform
import re
import subprocess
import time
import processor

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
QUANTA = ["dotnet", os.path.join(ROOT, "artifacts/bin/Quanta.Cli/release/quanta.dll")]
os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count()))
PYTHON = os.environ.get("PYTHON", "/usr/bin/python3")


def timed(command):
    """Seconds, from start to end of the process, and what it printed."""
    start = time.time()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return time.time() - start, done.stdout


def peak_memory(command):
    """The largest resident set, in GB."""
    done = subprocess.run(["/usr/bin/time", "-f", "%M", *command], capture_output=True, text=True)
    found = re.findall(r"^(\d+)$", done.stderr, re.M)
    return int(found[-1]) / 1e6 if found else float("nan")


def machine():
    dotnet = subprocess.run(["dotnet", "--version"], capture_output=True, text=True).stdout.strip()
    torch = subprocess.run([PYTHON, "-c", "import torch; print(torch.__version__)"], capture_output=True, text=True).stdout.strip()
    return f"{processor.describe()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, .NET SDK {dotnet}, PyTorch {torch}."


def write(name, lines):
    with open(os.path.join(ROOT, "benchmarks/results", processor.table(name)), "w") as out:
        out.write("\n".join(lines) + "\n")
    print("\n".join(lines))
