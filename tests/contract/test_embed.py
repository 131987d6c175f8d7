"""app/embed.js, which other people's pages fetch: small, without words, and the same program when it is made smaller."""
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.build.squeeze import KEPT, squeezed

ROOT = Path(__file__).parents[2]
SCRIPT = (ROOT / "app/embed.js").read_text(encoding="utf-8")
SHEET = (ROOT / "app/ui/embedded/embedded.css").read_text(encoding="utf-8")


def test_it_has_less_than_100_lines_and_as_built_less_than_4000_bytes():
    assert SCRIPT.count("\n") < 100
    assert len(squeezed(SCRIPT).encode()) < 4000


def test_it_has_no_words_of_any_language():
    """Those in it are of HTML, CSS and messages: nowhere do two stand beside each other as they do in sentences."""
    texts = [text for text in KEPT.findall(SCRIPT) if text[0] in "\"`"]
    assert len(texts) > 20
    told = [text for text in texts if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", re.sub(r"\$\{.*\}", "", text))]
    assert [text for text in told if not text.startswith(("`:host", '"allow-'))] == []


def test_what_is_kept_in_texts_is_kept_and_private_names_are_told_apart():
    made = squeezed('class A {\n    #one = "a  b; // c";  // gone\n    two() { return this.#one + ` {${1 + 1}}  `; }\n}\n')
    assert made == 'class A{#a="a  b; // c";two(){return this.#a + ` {${1 + 1}}  `}}\n'


def test_as_built_it_is_a_program():
    node = shutil.which("node")
    if not node:
        pytest.skip("needs Node")
    result = subprocess.run([node, "--check", "-"], input=squeezed(SCRIPT), capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")


def test_it_names_what_the_frame_takes():
    line = (ROOT / "app/ui/embedded/line.py").read_text(encoding="utf-8")
    names = re.search(r"const NAMES = \[([^\]]*)\]", SCRIPT)[1]
    for name in [*re.findall(r'"(\w+)"', names), "disabled", "strokes", "required"]:
        assert f'"{name}": ' in line


def test_two_columns_begin_at_the_same_width_inside_and_around_the_frame():
    assert "@media (min-width: 480px)" in SHEET and "@container(width>=480px)" in squeezed(SCRIPT)
