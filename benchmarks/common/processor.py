"""The processor, with the instruction set that Quanta uses on it, for the tables of benchmarks/results. usage: processor.py NAME.md prints the table's file name
for this instruction set: the name itself with AVX-512, NAME-avx2.md and so on with others. DOTNET_EnableAVX512=0 in the environment makes it AVX2."""
import os
import platform
import sys


def instructions():
    """As Quanta.Numerics.Processors.InstructionSets chooses and names them."""
    if platform.machine() in ("aarch64", "arm64"):
        return "NEON"
    flags = next((line.split() for line in open("/proc/cpuinfo") if line.startswith("flags")), [])
    off = [name for name in ("AVX", "AVX2", "AVX512") if os.environ.get(f"DOTNET_Enable{name}") == "0"]
    if "avx2" not in flags or "fma" not in flags or "AVX" in off or "AVX2" in off:
        return "SSE"
    return "AVX-512" if "avx512f" in flags and not off else "AVX2"


def describe():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    return f"{cpu}, {instructions()}"


def table(name):
    ending = instructions().lower().replace("-", "")
    return name if ending == "avx512" else f"{name.removesuffix('.md')}-{ending}.md"


if __name__ == "__main__":
    print(table(sys.argv[1]))
