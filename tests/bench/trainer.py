"""`python -m tests.bench.trainer`: an epoch of training beside PyTorch on the same cores, and the flagship's memory.

The two take turns within one run, so that whatever else the machine does slows both alike; what is judged is the
median of the turns' ratios.
"""
import argparse
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from trainer.runs.recipes import RECIPES

ROOT = Path(__file__).parents[2]
COMPARE = ROOT / ".cache" / "compare" / "bin" / "python"
MODELS = {"mlp-128-64": 1.0, "lenet": None}  # by recipe: the most that the ratio may be, None to state it only
MEMORY_LIMIT = 2e9
LOOK = 0.2  # seconds between two looks at the memory in use
# The default run with its epochs cut short, and those of the networks that teach it; memory does not grow with them.
SHORT_RUN = """
import sys
from trainer import __main__
from trainer.runs import recipes
for name, recipe in recipes.RECIPES.items():
    recipes.RECIPES[name] = recipe.shortened(1)
sys.exit(__main__.main(sys.argv[1:]))
"""


def parse_arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.trainer", description=__doc__)
    parser.add_argument("--torch", type=Path, default=COMPARE, metavar="PYTHON",
                        help="the Python of an environment with PyTorch (default: that of make bench-trainer)")
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="turns per network (default: %(default)s)")
    parser.add_argument("--only", choices=[*MODELS, "memory"], help="measure just this")
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    """Measure and print; 1 if something is over its limit."""
    arguments = parse_arguments(words)
    fine = True
    if arguments.only != "memory":
        python = arguments.torch.absolute()  # not resolved: a virtual environment's Python is a link
        if not python.is_file():
            print(f"bench: {arguments.torch} is not there; `make bench-trainer` sets it up", file=sys.stderr)
            return 1
        version = subprocess.check_output([python, "-c", "import torch; print(torch.__version__)"], text=True).strip()
        cores = cores_available()
        print(f"{platform.system()} {platform.machine()}, {len(cores)} cores: numpy against PyTorch {version}", flush=True)
        for name, limit in MODELS.items():
            for count in sorted({1, len(cores)}) if arguments.only in (None, name) else ():
                ratios = race(name, python, cores=cores[:count], repeats=arguments.repeats)
                fine &= limit is None or statistics.median(ratios) <= limit
    if arguments.only in (None, "memory"):
        fine &= memory() <= MEMORY_LIMIT
    return 0 if fine else 1


def cores_available() -> list[int]:
    """The processor cores this process may use."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else list(range(os.cpu_count() or 1))


def race(name: str, torch_python: Path, *, cores: list[int], repeats: int) -> list[float]:
    """Turn by turn an epoch each; prints the turns and their ratio, ours to PyTorch's. The first turn only warms up."""
    limit = MODELS[name]
    with (runner("numpy", Path(sys.executable), name, cores) as ours,
          runner("torch", torch_python, name, cores) as theirs):
        turns = [(ours(), theirs()) for _ in range(repeats + 1)][1:]
    ratios = [mine["seconds"] / other["seconds"] for mine, other in turns]
    print(f"\n{name} ({RECIPES[name].layers}): one epoch of MNIST, batch 128, float32, Adam\n"
          f"  {len(cores)} core{'s' if len(cores) > 1 else ''} and as many threads for both, {repeats} turns")
    for index, title in enumerate(("ours", "PyTorch")):
        seconds = sorted(turn[index]["seconds"] for turn in turns)
        print(f"  {title:8} median {statistics.median(seconds):.2f} s ({seconds[0]:.2f} to {seconds[-1]:.2f}), "
              f"loss of the last epoch {turns[-1][index]['loss']:.4f}")
    median = statistics.median(ratios)
    verdict = "stated only" if limit is None else f"at most {limit}: {'yes' if median <= limit else 'NO'}"
    print(f"  ratio    median {median:.2f} ({min(ratios):.2f} to {max(ratios):.2f}), {verdict}", flush=True)
    return ratios


@contextlib.contextmanager
def runner(library: str, python: Path, name: str, cores: list[int]):
    """A function that has one side train an epoch: {"seconds", "loss"}. Its threads stay on the given cores."""
    count = str(len(cores))
    environment = {**os.environ, **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), count)}
    command = [python, "-m", "tests.bench.epochs", library, RECIPES[name].layers, count]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, cores)

    def epoch() -> dict:
        process.stdin.write("\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            raise SystemExit(f"bench: {library} could not train, see above")
        return json.loads(answer)

    try:
        yield epoch
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def memory() -> int:
    """Run the flagship's training, cut short, and print the most memory that all its processes together took."""
    if not Path("/proc/self/smaps_rollup").exists():
        print("\nthe flagship's memory: not measured, only Linux tells what processes hold together")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        cache = Path(scratch) / ".cache"
        cache.mkdir()
        for name in ("mnist", "rendered"):  # the trainer's own cache, but for checkpoints: a run may be under way
            (ROOT / ".cache" / name).mkdir(parents=True, exist_ok=True)
            (cache / name).symlink_to(ROOT / ".cache" / name)
        folders = [folder for folder in (ROOT / "data", ROOT.parent / "shared" / "data") if folder.is_dir()]
        command = [sys.executable, "-c", SHORT_RUN, "--epochs", "2", "--out", scratch]
        command += [f"--data={folder}" for folder in folders[:1]]
        process = subprocess.Popen(command, cwd=scratch, env={**os.environ, "PYTHONPATH": str(ROOT)},
                                   stdout=subprocess.DEVNULL, start_new_session=True)
        peak, over = 0, threading.Event()
        waiter = threading.Thread(target=lambda: (process.wait(), over.set()))
        waiter.start()
        while not over.wait(LOOK):
            peak = max(peak, session_memory(process.pid))
        waiter.join()
    if process.returncode:
        raise SystemExit("bench: the flagship's training failed, see above")
    print(f"\nthe flagship's training, two epochs and one of its teacher, all processes together: peak {peak / 1e9:.2f} GB"
          f"{', drawings included' if folders else ', no drawings found'}; "
          f"under {MEMORY_LIMIT / 1e9:.0f} GB: {'yes' if peak <= MEMORY_LIMIT else 'NO'}")
    return peak


def session_memory(session: int) -> int:
    """Bytes that the processes of a session hold now, what they share counted once."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rsplit(")", 1)[1].split()[3]) == session:
                rollup = (stat.parent / "smaps_rollup").read_text()
                total += 1024 * sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
        except (OSError, IndexError):
            continue  # it ended while we looked
    return total


if __name__ == "__main__":
    sys.exit(main())
