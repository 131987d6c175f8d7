"""Other people's pages with the pad in them: hosts of their own origin, their policies, and a hand that draws in the frame."""
import contextlib
import shutil
import subprocess
from pathlib import Path

from app.build import ingredients
from app.build.node import find_node
from app.build.page import Page
from app.build.pins import read_pins
from app.build.problems import BuildError
from tests.e2e.host import hosting
from tests.e2e.sites import ROOT

HOSTS = Path(__file__).parent / "hosts"
EXAMPLES = "app/lessons/embedding/index.html"
EXAMPLE = "https://example.org/inkling/"  # the site in its snippets
# All that the page on embedding says a host has to allow, its own scripts, and nothing else.
POLICY = ("default-src 'none'; script-src 'self' {site}app/embed.js; frame-src {site}; base-uri 'none'; form-action 'none'; "
          "frame-ancestors 'none'; sandbox allow-scripts allow-same-origin; require-trusted-types-for 'script'; trusted-types vue")
SEVEN = [[[150, 150], [800, 150], [700, 400], [500, 850]]]
POINTERS = """strokes => {
    const pad = document.getElementById("pad"), {left, top, height} = pad.getBoundingClientRect();
    const point = (type, [x, y], buttons) => pad.dispatchEvent(new PointerEvent(type, {pointerId: 1, pointerType: "mouse",
        isPrimary: true, bubbles: true, cancelable: true, button: type === "pointermove" ? -1 : 0, buttons,
        clientX: left + x * height / 1000, clientY: top + y * height / 1000}));
    for (const [first, ...rest] of strokes) {
        point("pointerdown", first, 1);
        for (const each of rest) point("pointermove", each, 1);
        point("pointerup", rest.at(-1) ?? first, 0);
    }
}"""


@contextlib.contextmanager
def host_of(pages: dict, folder: Path, *, site: str, policy: str = "", near: bool = False):
    """A host with these pages, {name: text}, and hosts/page.js; yields its address under another host name than the site's, which
    makes the site third party there, or if it is near, under another port only. A page says {site} for the site's address."""
    folder.mkdir()
    for name, text in pages.items():
        (folder / name).write_text(text.replace("{site}", site), encoding="utf-8")
    shutil.copy(HOSTS / "page.js", folder)
    headers = {"Content-Security-Policy": policy.format(site=site)} if policy else {}
    with hosting(folder, scratch=folder, headers=headers) as host:
        yield host.url if near else host.url.replace("127.0.0.1", "localhost")


def snippet(name: str) -> str:
    """The code that the page on embedding shows under this id."""
    return Page(ROOT, EXAMPLES).tree.find(id=name).text


def page_of(body: str, *, script: str = '<script src="{site}app/embed.js" async></script>') -> str:
    return (f'<!doctype html><html lang="en"><meta charset="utf-8"><title>A host</title><meta name="viewport" '
            f'content="width=device-width"><script src="page.js"></script>{script}<body>{body}')


def framework_scripts(scratch: Path) -> dict:
    """{"react.js": text, "vue.js": text} of the page's own snippets, built as their readers would. Raises BuildError where npm
    cannot be reached."""
    cache = ROOT / ".cache"
    pins = read_pins(ROOT)
    node = find_node(cache, carrier=pins.node_carrier, hashes=pins.node_carrier_sha256)
    packages = ingredients.fetch_npm_packages(HOSTS, cache / "hosts", npm=node.npm, say=lambda _: None)
    source = packages.parent / f"source-{scratch.name}"  # esbuild finds packages in the folders above
    shutil.copytree(HOSTS, source)
    try:
        (source / "digit.jsx").write_text(snippet("react"), encoding="utf-8")
        (source / "digit.vue").write_text(snippet("vue"), encoding="utf-8")
        run(*node.node, "compile.mjs", "digit.vue", "digit.js", folder=source)
        options = ["--bundle", "--minify", "--jsx=automatic", "--log-level=error", '--define:process.env.NODE_ENV="production"',
                   "--define:__VUE_OPTIONS_API__=true", "--define:__VUE_PROD_DEVTOOLS__=false",
                   "--define:__VUE_PROD_HYDRATION_MISMATCH_DETAILS__=false"]
        esbuild = [*node.node, packages / "esbuild" / "bin" / "esbuild"]
        for entry, made in (("react.jsx", "react.js"), ("vue.js", "vue-made.js")):
            run(*esbuild, entry, *options, f"--outfile=made/{made}", folder=source)
        return {name.replace("-made", ""): (source / "made" / name).read_text(encoding="utf-8")
                for name in ("react.js", "vue-made.js")}
    finally:
        shutil.rmtree(source)


def run(*command, folder: Path):
    result = subprocess.run([str(word) for word in command], cwd=folder, capture_output=True, text=True)
    if result.returncode:
        raise BuildError(f"{command[1]}: {result.stderr[-500:]}")


# In the frame

def frames(page, site: str) -> list:
    """Playwright's frames of this site in a page, in their order."""
    return [frame for frame in page.tab.frames if frame.url.startswith(f"{site}?embed")]


@contextlib.contextmanager
def inside(page, pad: str):
    """The block's `page.js` runs in the frame of the pad that this selector names; WebKit's driver only."""
    driver = page.driver
    driver.switch_to.frame(driver.execute_script(f"return document.querySelector('{pad}').shadowRoot.querySelector('iframe')"))
    try:
        yield
    finally:
        driver.switch_to.default_content()


def in_frame(page, site: str, expression: str, *, pad: str = "#a", argument=None):
    """The expression's value in the frame of a pad, the first of the page in Playwright's engines."""
    if hasattr(page, "driver"):
        with inside(page, pad):
            return page.js(expression, argument)
    return frames(page, site)[0].evaluate(expression, argument)


def draw(page, site: str, strokes, *, engine: str):
    """Draw on the first pad, #a, strokes in thousandths of its height, by the real pointer; in Firefox, whose driver reaches no
    frames of other processes, by events in the frame."""
    if engine == "firefox":
        frames(page, site)[0].evaluate(POINTERS, strokes)
        return
    left, top = page.js("(({left, top}) => [left, top])(document.querySelector('#a').getBoundingClientRect())")
    x, y, height = in_frame(page, site, """(({left, top, height}) => [left, top, height])(
        document.getElementById("pad").getBoundingClientRect())""")
    for stroke in strokes:
        first, *rest = [(left + x + a * height / 1000, top + y + b * height / 1000) for a, b in stroke]
        page.press(*first)
        page.move(rest)
        page.release()
