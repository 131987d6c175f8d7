"""Who may import whom, and that the browser gets all it imports."""
import ast
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app.build.imports import modules_of
from app.build.page import parse
from app.build.site import VIEWS, views_archive

ROOT = Path(__file__).parents[2]
PORTABLE = [f"app/core/{name}.py" for name in ("errors", "ink", "weights", "instant", "labelled")]
STARTS = ["app/ui/page.py", "app/worker/entry.py", VIEWS]  # what the browser runs or imports by name
BROWSER_ONLY = {"js", "pyscript", "pyodide", "polyscript", "jsffi"}


def files(folder):
    return sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.py"))


def imports(path):
    """Modules imported anywhere in a file, as dotted names; `from app.core import ink` counts as app.core.ink."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                found.add(name if module_file(name) else node.module)
    return found


def module_file(name):
    """The project's file for a dotted module name, or None."""
    path = name.replace(".", "/") + ".py"
    return path if (ROOT / path).exists() else None


def reachable(start):
    """All the project's files that importing `start` brings in, itself included."""
    todo, seen = [start], set()
    while todo:
        path = todo.pop()
        if path not in seen:
            seen.add(path)
            todo += [file for name in imports(path) if (file := module_file(name))]
    return seen


@pytest.mark.parametrize("path", files("app/core"))
def test_the_core_knows_no_browser_files_or_trainer(path):
    names = imports(path)
    assert not {name.split(".")[0] for name in names} & (BROWSER_ONLY | {"trainer", "pathlib", "os", "argparse", "tqdm"})
    assert all(name.startswith("app.core") for name in names if name.startswith("app"))


@pytest.mark.parametrize("path", files("app/core"))
def test_the_core_does_not_print_or_open_files(path):
    calls = [node.func.id for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    assert not {"print", "open", "input"} & set(calls)


@pytest.mark.parametrize("path", PORTABLE)
def test_portable_modules_import_only_what_micropython_has(path):
    allowed = {"math", "array", "json", "binascii", "ubinascii"}
    names = {name for name in imports(path) if not name.startswith("app.core")}
    assert names <= allowed
    assert reachable(path) <= set(PORTABLE) | {"app/core/__init__.py"}


@pytest.mark.parametrize("path", files("app/ui"))
def test_the_page_imports_only_itself_and_the_portable_core(path):
    for name in imports(path):
        assert name.split(".")[0] in {"app", "asyncio", "json", "math", "os", "pyscript", "array", "binascii", "time"}, name
        assert not name.startswith("app.") or module_file(name) in PORTABLE or name.startswith("app.ui"), name
    assert "pyscript" not in {name.split(".")[0] for name in imports(path)} or path == "app/ui/page.py"


def test_the_worker_imports_only_the_core_and_what_tunes():
    allowed = ("app.core", "app.worker", "functools", "json", "numpy", "js", "pyodide")
    assert all(name.startswith(allowed) for name in imports("app/worker/entry.py"))


def test_of_the_trainer_the_browser_has_what_tunes_and_nothing_else():
    """The training loop, the optimisers, and fine-tuning with other hands: no files, no processes, no progress bars."""
    trainer = {path for path in reachable("app/worker/entry.py") if path.startswith("trainer/")}
    assert trainer == {f"trainer/learning/{name}.py" for name in ("fit", "optim", "strokes", "tuning")}
    outside = {name.split(".")[0] for path in trainer for name in imports(path)} - {"app", "trainer"}
    assert outside <= {"collections", "copy", "dataclasses", "math", "numpy", "time"}


def test_the_worker_starts_without_the_parts_of_numpy_that_reading_does_not_need():
    """Each would be fetched, unpacked and run before the first answer of every visit."""
    code = "import sys, app.worker; print({'numpy.random', 'numpy.fft', 'numpy.ma'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"


@pytest.mark.parametrize("path", files("trainer"))
def test_the_trainer_imports_only_the_core_of_the_app(path):
    assert all(name.startswith(("app.core", "trainer")) for name in imports(path) if name.startswith("app"))


@pytest.mark.parametrize("path", [*files("app/cli"), *files("app/build"), "app/__main__.py"])
def test_the_build_takes_nothing_from_the_trainer_but_its_data(path):
    """It packs MNIST for the page, and the trainer alone knows how to get MNIST and which part serves what. Nothing
    of the trainer asks back."""
    assert {name for name in imports(path) if name.startswith("trainer")} <= {"trainer.data.mnist", "trainer.data.portion"}


@pytest.mark.parametrize("start", STARTS)
def test_what_the_browser_gets_is_what_is_imported_each_after_all_it_imports(start):
    """Works in pytest, fails online: the likeliest mistake of all."""
    got = modules_of(ROOT, start)
    assert set(got) == {path for path in reachable(start) if not path.endswith("__init__.py")}
    for at, path in enumerate(got):
        assert {file for name in imports(path) if (file := module_file(name))} <= set(got[:at]), path


def test_the_views_file_holds_what_the_page_has_not_got_and_its_last_module_starts_the_views():
    page = modules_of(ROOT, "app/ui/page.py")
    files = json.loads(views_archive(ROOT, page))
    assert not {path for path, _ in files} & set(page)
    assert {path for path, _ in files} | set(page) >= set(modules_of(ROOT, VIEWS))
    assert files[-1][0] == VIEWS


def test_every_style_sheet_is_linked_by_the_page():
    page = parse((ROOT / "index.html").read_text(encoding="utf-8"))
    linked = [link["href"] for link in page.find_all("link", rel="stylesheet")]
    assert sorted(linked) == sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "app").rglob("*.css"))


def test_the_configurations_list_no_modules():
    for config in ("pyscript.toml", "app/ui/pyscript.toml"):
        listed = tomllib.loads((ROOT / config).read_text(encoding="utf-8")).get("files", {})
        assert all(Path(source).suffix != ".py" and (ROOT / config).parent.joinpath(source).exists() for source in listed)


@pytest.mark.parametrize("path", files("app/ui"))
def test_the_page_leaves_the_browsers_timer_to_asyncio(path):
    """MicroPython keeps one object per JavaScript function: taken as a method of `window`, setTimeout stays bound to it,
    and asyncio, which calls it plainly, fails from then on."""
    attributes = {node.attr for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
                  if isinstance(node, ast.Attribute)}
    assert not attributes & {"setTimeout", "clearTimeout"}
