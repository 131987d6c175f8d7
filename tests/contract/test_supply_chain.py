"""Whatever is fetched to build, test or deploy is named to the byte: by a sha256, an integrity or a commit."""
import ast
import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.y*ml"))
LOCKS = [ROOT / "package-lock.json", *sorted((ROOT / "tests").glob("**/package-lock.json"))]
GROUPS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
REQUIREMENTS = ("predict", "dev", "compare")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_an_action_is_a_commit_with_its_version_beside_it(path):
    used = [line for line in path.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert used
    for line in used:
        assert re.search(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_may_read_and_only_the_job_that_deploys_may_more(path):
    text = path.read_text(encoding="utf-8")
    assert re.search(r"^permissions:\n  contents: read\n(?! )", text, re.MULTILINE)
    assert text.count("actions/checkout@") == text.count("persist-credentials: false")
    for job in re.split(r"^  (?=\w+:$)", text.partition("\njobs:\n")[2], flags=re.MULTILINE):
        assert "write" not in job or "run:" not in job, "a job that runs what was fetched may not write"


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.parent.name)
def test_every_package_of_npm_has_its_integrity(path):
    packages = {name: package for name, package in json.loads(path.read_text(encoding="utf-8"))["packages"].items() if name}
    assert packages
    assert not [name for name, package in packages.items() if not package.get("integrity", "").startswith("sha512-")]


def pinned(name):
    """{requirement, name==version: how many sha256 it has} of a list in requirements/."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {line.split()[0]: len(HASH.findall(line)) for line in lines}


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_package_of_pip_has_its_version_and_sha256(name):
    listed = pinned(name)
    assert not [each for each, hashes in listed.items() if not hashes or not re.fullmatch(r"[\w.-]+==[\w.+-]+", each)]
    todo, wanted = [name], set()
    while todo:
        for each in GROUPS[todo.pop()]:
            todo += [each["include-group"]] if isinstance(each, dict) else []
            wanted |= {each} if isinstance(each, str) else set()
    assert wanted <= set(listed), "made anew by the command at the head of the file?"


def test_what_is_installed_by_hand_takes_wheels_by_sha256_alone():
    lines = [line for name in ("Makefile", ".ci/run", *(path.relative_to(ROOT) for path in WORKFLOWS))
             for line in (ROOT / name).read_text(encoding="utf-8").replace("$(INSTALL)", "-m pip install").splitlines()
             if re.search(r"\bpip3? (install|download|wheel)|\bnpm (install|i|add)\b|\bnpx\b|\bcurl\b|\bwget\b", line)]
    assert lines
    assert not [line for line in lines if "requirements/" not in line and "--require-hashes --only-binary=:all:" not in line]


def test_no_module_calls_pip_but_the_one_that_asks_for_sha256s():
    calling = []
    for path in (path for folder in ("app", "trainer", "tests/bench") for path in (ROOT / folder).rglob("*.py")):
        words = [node.value for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Constant)]
        calling += [path.relative_to(ROOT).as_posix()] if "pip" in words else []
    assert calling == ["trainer/data/wheels.py"]


