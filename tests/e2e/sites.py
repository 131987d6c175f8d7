"""Sites to test: the built one, and versions of it with some files changed that are whole and consistent again."""
import json
import shutil
import subprocess
import sys
from pathlib import Path

from app.build.page import Page, name_styles, to_text
from app.build.site import service_worker

ROOT = Path(__file__).parents[2]
# A script that never finishes loading. (A request held back would do, but WebKit keeps its connection past a reload,
# and has six for each host.)
NEVER = "await new Promise(() => {});\n"


def build(out: Path) -> Path:
    """Build the project as anyone would; RuntimeError with the build's own words if that fails."""
    command = [sys.executable, "-m", "app", "build", "--out", str(out)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if result.returncode:
        raise RuntimeError(f"python -m app build failed: {result.stderr.strip() or result.stdout.strip()}")
    return out


def edited(site: Path, out: Path, edits: dict) -> Path:
    """A copy of a built site in `out`, with files changed and what depends on their content made anew.

    edits: {name: function from the file's text to its new text, or None to leave the file out}.
    """
    shutil.copytree(site, out)
    for name, edit in edits.items():
        if edit is None:
            (out / name).unlink()
            continue
        before = (out / name).read_text(encoding="utf-8")
        after = edit(before)
        if after == before:
            raise ValueError(f"the edit of {name} changed nothing")
        (out / name).write_text(after, encoding="utf-8")
    page = Page(out, "index.html")
    name_styles(page, out)
    (out / page.file).write_text(to_text(page.tree), encoding="utf-8")
    worker = (ROOT / "sw.js").read_text(encoding="utf-8")
    (out / "sw.js").write_text(service_worker(worker, out), encoding="utf-8")
    return out


def replacing(old: str, new: str):
    """An edit that puts `new` in the place of `old`."""
    return lambda text: text.replace(old, new)


def without_worker(site: Path, out: Path, edits: dict | None = None) -> Path:
    """The site as it is where Pyodide cannot run: it starts, and settles, in a fraction of the time."""
    start = interpreter(site)
    bulk = {name: None for path in (site / "pyodide").iterdir() if (name := path.relative_to(site).as_posix()) != start}
    broken = {start: lambda text: "throw new Error('no Pyodide in this test')\n"}
    return edited(site, out, {**bulk, **broken, **(edits or {})})


def interpreter(site: Path) -> str:
    """The name of the file by which Pyodide starts: the worker can do nothing while it is missing."""
    worker = next(tag for tag in Page(site, "index.html").python_scripts if tag["type"] == "py")
    return json.loads(worker["config"])["interpreter"].removeprefix("./")
