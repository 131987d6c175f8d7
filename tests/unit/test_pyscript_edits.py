"""PyScript cut to what the page uses: from made-up ones, and no other than the one that was read for it."""
import pytest

from app.build import pyscript_edits as edits
from app.build.problems import BuildError

ALL = [edits.QUOTED, *edits.IN_CORE]
CODE = r"""const say=()=>\'it is\\n\';\nimport("./other.js");"""


def made_up(**of_others):
    """A PyScript that has all that is looked for, and between what is cut, or made a worker of, this."""
    parts = [f"{each.start}{CODE if each is edits.QUOTED else 'Function(code)' if each.end else ''}{each.end}" for each in ALL]
    return "first();" + ";own();".join(parts) + of_others.get("last", ";last();")


def test_what_is_cut_is_gone_and_all_else_stays():
    core, worker = edits.core_and_worker(made_up())
    assert "Function(" not in core and "Blob" not in core and "import(" not in core
    assert core.startswith("first();") and core.endswith("last();") and core.count("own();") == len(ALL) - 1
    assert 'new Worker' not in core and f'new URL("./{edits.WORKER}",import.meta.url)' in core
    assert worker == """const say=()=>'it is\\n';\nimport("./other.js");"""


@pytest.mark.parametrize("edit", ALL, ids=lambda each: each.why)
def test_another_pyscript_fails_the_build_and_says_what_it_lacks(edit):
    for wanted in filter(None, (edit.start, edit.end)):
        without, twice = made_up().replace(wanted, "changed"), made_up(last=f";{edit.start}{edit.end};")
        for text, count in ((without, 0), (twice, 2)):
            with pytest.raises(BuildError, match=rf"this PyScript has .+ {count} times and not once; it was to {edit.why[:10]}"):
                edits.core_and_worker(text)


def test_a_worker_written_in_another_way_fails_the_build():
    with pytest.raises(BuildError, match=r"PyScript's worker has \\x in it"):
        edits.core_and_worker(made_up().replace("it is", r"it \x41 is"))


def test_no_other_file_of_pyscript_comes_into_the_site(tmp_path):
    dist = tmp_path / "dist"
    dist.mkdir()
    for name in ("core.js", "core.css", "donkey-a.js", "error-a.js", "py-editor-a.js", "py-game-a.js", "core-a.js.map"):
        (dist / name).write_text("")
    (dist / "core-a.js").write_text(made_up(), encoding="utf-8")
    edits.write(dist, tmp_path / "made")
    assert sorted(path.name for path in (tmp_path / "made").iterdir()) == [edits.CORE, edits.WORKER]
    assert (tmp_path / "made" / edits.CORE).read_text(encoding="utf-8") == edits.core_and_worker(made_up())[0]
    (dist / "core-b.js").write_text("")
    with pytest.raises(BuildError, match=r"has 2 files core-\*\.js and not one"):
        edits.write(dist, tmp_path / "other")
