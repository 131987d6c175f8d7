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
from app.build.site import EMBEDDED, LINKS, NUMBERS, VIEWS, late_archive

ROOT = Path(__file__).parents[2]
PORTABLE = [f"app/core/{name}.py" for name in ("errors", "ink", "weights", "instant", "labelled", "parts", "link", "link_points",
                                            "bounded", "fields", "reach", "binary")]
LESSONS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "app/lessons").glob("*/*.py")
                 if path.stem == path.parent.name)
# What the browser runs or imports by name.
STARTS = ["app/ui/page.py", "app/worker/entry.py", VIEWS, NUMBERS, EMBEDDED, LINKS, *LESSONS, "app/lessons/kit/runner.py"]
# Which of the project's modules and packages each room may import; itself need not be said. Nobody imports app.cli.
ROOMS = {
    "app/core": [],
    "app/ui": [path.removesuffix(".py").replace("/", ".") for path in PORTABLE],
    "app/lessons": [path.removesuffix(".py").replace("/", ".") for path in PORTABLE] + ["app.ui"],
    "app/worker": ["app.core", "trainer.learning"],
    "app/build": ["app.core", "app.lessons.kit", "app.ui.words", "app.worker.packs", "trainer.data.files", "trainer.data.mnist",
                  "trainer.data.portion", "trainer.data.wheels"],
    "app/inputs": ["app.core", "app.terminal"],
    "app/cli": ["app.core", "app.build", "app.inputs", "app.terminal"],
    "trainer": ["app.core", "app.inputs", "app.terminal"],
}
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


@pytest.mark.parametrize(("room", "path"), [(room, path) for room in ROOMS for path in files(room)])
def test_each_room_imports_only_what_it_may(room, path):
    allowed = [room.replace("/", "."), *ROOMS[room]]
    for name in imports(path):
        ours = name.split(".")[0] in {Path(room).parts[0] for room in ROOMS} | {"tests"}
        assert not ours or any(f"{name}.".startswith(f"{each}.") for each in allowed), name


@pytest.mark.parametrize("folder", sorted({Path(path).parent.as_posix() for path in files("app")}))
def test_every_folder_says_in_one_line_what_may_go_in_it(folder):
    text = (ROOT / folder / "__init__.py").read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)) and text.count("\n") == 1


@pytest.mark.parametrize("path", files("app/core"))
def test_the_core_knows_no_browser_and_no_files(path):
    assert not {name.split(".")[0] for name in imports(path)} & (BROWSER_ONLY | {"pathlib", "os", "argparse", "tqdm"})


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


@pytest.mark.parametrize("path", [*files("app/ui"), *files("app/lessons")])
def test_the_page_imports_only_what_its_python_has(path):
    there = {"app", "asyncio", "json", "math", "os", "pyscript", "array", "binascii", "ubinascii", "time", "io", "sys", "traceback"}
    for name in imports(path):
        assert name.split(".")[0] in there, name
    assert "pyscript" not in {name.split(".")[0] for name in imports(path)} or path in STARTS


def test_what_of_the_trainer_reaches_the_browser_opens_no_files_and_starts_no_processes():
    trainer = {path for path in reachable("app/worker/entry.py") if path.startswith("trainer/")}
    assert "trainer/learning/fit.py" in trainer
    outside = {name.split(".")[0] for path in trainer for name in imports(path)} - {"app", "trainer"}
    assert outside <= {"collections", "copy", "dataclasses", "datetime", "math", "numpy", "time"}


def test_the_worker_starts_without_the_parts_of_numpy_that_reading_does_not_need():
    """Each would be fetched, unpacked and run before the first answer of every visit."""
    code = "import sys, app.worker.entry; print({'numpy.random', 'numpy.fft', 'numpy.ma'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"


@pytest.mark.parametrize("start", STARTS)
def test_what_the_browser_gets_is_what_is_imported_each_after_all_it_imports(start):
    """Works in pytest, fails online: the likeliest mistake of all."""
    got = modules_of(ROOT, start)
    assert set(got) == {path for path in reachable(start) if not path.endswith("__init__.py")}
    for at, path in enumerate(got):
        assert {file for name in imports(path) if (file := module_file(name))} <= set(got[:at]), path


@pytest.mark.parametrize("start", [VIEWS, NUMBERS, EMBEDDED, LINKS])
def test_what_comes_late_is_what_the_page_has_not_got_and_its_last_module_is_the_one_to_start_with(start):
    page = modules_of(ROOT, "app/ui/page.py")
    files = json.loads(late_archive(ROOT, start, page, {}))
    assert not {path for path, _ in files} & set(page)
    assert {path for path, _ in files} | set(page) >= set(modules_of(ROOT, start))
    assert files[-1][0] == start


def test_every_style_sheet_is_linked_by_the_page():
    linked = [link["href"] for link in parse((ROOT / "index.html").read_text(encoding="utf-8")).find_all("link", rel="stylesheet")]
    sheets = {path.relative_to(ROOT).as_posix() for path in (ROOT / "app").rglob("*.css")}
    assert sorted(linked) == sorted(sheet for sheet in sheets if not sheet.startswith("app/lessons/"))


def test_the_configurations_list_no_modules():
    for config in ("pyscript.toml", "app/ui/pyscript.toml"):
        listed = tomllib.loads((ROOT / config).read_text(encoding="utf-8")).get("files", {})
        assert all(Path(source).suffix != ".py" and (ROOT / config).parent.joinpath(source).exists() for source in listed)


@pytest.mark.parametrize("path", [*files("app/ui"), *files("app/lessons")])
def test_the_page_leaves_the_browsers_timer_to_asyncio(path):
    """MicroPython keeps one object per JavaScript function: taken as a method of `window`, setTimeout stays bound to it,
    and asyncio, which calls it plainly, fails from then on."""
    attributes = {node.attr for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8")))
                  if isinstance(node, ast.Attribute)}
    assert not attributes & {"setTimeout", "clearTimeout"}
