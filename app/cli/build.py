"""`python -m app build`: make the folder that one uploads, with everything self-hosted and compiled ahead."""

import argparse
import sys
import time
from pathlib import Path

from app.build.packs import make_packs
from app.build.problems import BuildError
from app.build.qr import make_qr
from app.build.runtime import make_runtime
from app.build.site import assemble

ROOT = Path(__file__).parents[2]
CACHE = ".cache"
SITE = "site"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `build`."""
    parser.add_argument("--out", metavar="DIR", type=Path, default=ROOT / SITE, help="where to put it (default: site/)")


def run(arguments: argparse.Namespace) -> int:
    """Build the site; say what goes wrong in one sentence on standard error and return 1 if something does."""
    try:
        build(ROOT, arguments.out)
    except BuildError as error:
        print(f"build: {error}", file=sys.stderr)
        return 1
    return 0


def build(root: Path, out: Path, *, say=print) -> None:
    """Build the project at `root` into the folder `out`, saying each step; raises BuildError."""
    started = time.perf_counter()
    cache = root / CACHE
    runtime = make_runtime(root, cache, say=say)
    later = {**make_packs(cache, say=say), **make_qr(root, cache, say=say)}
    size = assemble(root, runtime, cache, out, packs=later, say=say)
    say(f"Built {out.name}/: {size / 1e6:.1f} MB in {time.perf_counter() - started:.1f} s")
