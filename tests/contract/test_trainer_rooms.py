"""Which of the trainer's rooms may import which, and what the one that reaches the browser may touch."""
import ast

import pytest

from tests.contract.test_imports import ROOT, files, imports, reachable

# Each may import those before it that are named; itself and app.core need not be said. Nobody imports commands.
ROOMS = {
    "learning": [],
    "data": ["learning"],
    "reporting": ["data", "learning"],
    "runs": ["data", "learning", "reporting"],
    "commands": ["data", "learning", "reporting", "runs"],
}
TERMINAL = "app.terminal"  # who prints may have that too
BESIDES = {"commands": [TERMINAL], "data": ["app.inputs"]}  # and who reads files that people name may have this
SHARED = ["trainer.commands.options", "trainer.commands.figures"]
FILE_CALLS = {"open", "print", "input", "load", "save", "savez", "loadtxt", "savetxt", "fromfile", "tofile", "memmap"}


def inside(name, packages):
    return any(f"{name}.".startswith(f"{package}.") for package in packages)


def tree(path):
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def test_the_rooms_are_all_there_is():
    folders = {path.split("/")[1] for path in files("trainer") if path.count("/") > 1}
    assert folders == set(ROOMS)
    assert {path for path in files("trainer") if path.count("/") == 1} == {"trainer/__init__.py", "trainer/__main__.py"}


@pytest.mark.parametrize(("room", "path"), [(room, path) for room in ROOMS for path in files(f"trainer/{room}")])
def test_each_room_imports_only_what_it_may(room, path):
    allowed = ["app.core", *BESIDES.get(room, []), *(f"trainer.{each}" for each in [room, *ROOMS[room]])]
    for name in imports(path):
        assert not inside(name, ["app", "trainer", "tests"]) or inside(name, allowed), name


def test_the_command_line_leaves_everything_to_the_commands():
    ours = {name for name in imports("trainer/__main__.py") if inside(name, ["app", "trainer"])}
    assert all(inside(name, ["trainer.commands", "app.core.errors", TERMINAL]) for name in ours)


@pytest.mark.parametrize("path", files("trainer/commands"))
def test_commands_share_what_is_there_to_be_shared_and_nothing_of_each_other(path):
    assert {name for name in imports(path) if inside(name, ["trainer.commands"])} <= set(SHARED)


@pytest.mark.parametrize("path", files("trainer/learning"))
def test_what_learns_touches_no_files_processes_or_terminal(path):
    """The browser's worker may have any of it."""
    outside = {name.split(".")[0] for name in imports(path)} - {"app", "trainer"}
    assert outside <= {"collections", "copy", "dataclasses", "datetime", "math", "numpy", "time", "typing"}
    called = {getattr(node.func, "id", getattr(node.func, "attr", "")) for node in ast.walk(tree(path))
              if isinstance(node, ast.Call)}
    assert not called & FILE_CALLS
    assert all(each.startswith(("trainer/learning/", "app/core/")) for each in reachable(path))


@pytest.mark.parametrize("folder", ["trainer", *(f"trainer/{room}" for room in ROOMS)])
def test_every_folder_says_in_one_line_what_may_go_in_it(folder):
    text = (ROOT / folder / "__init__.py").read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)) and text.count("\n") == 1
