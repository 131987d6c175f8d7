"""PyScript as this site serves it: its one module, cut to what the page uses, and its worker as a file of its own.

The page's policy (policy.py) forbids code made from text and workers made from blobs, and PyScript comes with both. Each edit names
the text that it expects once, in the minified file of the pinned version, so another PyScript fails the build and not the page.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from app.build.problems import BuildError

CORE, WORKER = "core.js", "worker.js"
ESCAPED = {"\\": "\\", "'": "'", "n": "\n"}


@dataclass(frozen=True, kw_only=True)
class Edit:
    """What stands from `start` up to and including `end` becomes `new`; why: the end of "PyScript was to ..."."""

    why: str
    start: str
    end: str = ""
    new: str = ""


PLUGINS = Edit(
    # All of them are fetched and awaited before any Python runs: one that does not come would stop the page.
    why="start without its plugins",
    start='var Is={codemirror:()=>Promise.resolve().then(function(){return Do}),"deprecations-manager":()=>',
    end='"py-terminal":()=>import("./py-terminal-C9rAfncz.js")};',
    new="var Is={};",
)
HOOKS = Edit(
    # Its only one would give the worker a module that nothing here imports, by a function made from text, here and there.
    why="give its workers no hooks",
    start='ko=(e,t)=>{const n=[...vo(t)];if(n.length){const r=_o(e[`_${t}`]||',
    end="return Function(`return(w,x)=>(${r})(w,x,...[${s}])`)()}}",
    new="ko=()=>{}",
)
PACKAGE = Edit(
    # start/pyscript.py is in its place.
    why="bring no Python package of its own",
    start='const{entries:yo}=Object,ho=["import os as _os",',
    end='ho.push("\\n");const wo=ho.join("\\n"),bo=go.join("\\n"),',
    new='const wo="",bo="",',
)
INPUT = Edit(why="leave Python's input() alone", start="codeBeforeRun:new xo([So])", new="codeBeforeRun:new xo")
DATABASE = Edit(
    # It is for its own file system. Where a browser forbids storage that is an error, and said on the console.
    why="open no database as it starts",
    start="no=new y(eo),",
    new="no=null,",
)
# A file may not come, where a text was always there. worker_client.py passes on what the error says.
MESSAGES = 'o.addEventListener("message",e=>{const{data:t}=e,n=t instanceof Error;'
LOST = f'o.addEventListener("error",e=>{{e.message||p.reject(new Error("{WORKER} could not be loaded"))}}),'
FAILURES = Edit(why="tell what its worker could not start by", start=MESSAGES, new=LOST + MESSAGES)
CONSTRUCTION = Edit(
    # In a sandboxed frame there is none; PyScript would then run the code in the page, by a Pyodide from another site.
    why="go on without a worker that could not be made",
    start="catch(e){m=e}const _=Zr(i,p)",
    new='catch(t){const n=e.getAttribute("name");if(n)return void En[n].resolve(Promise.reject(t));m=t}const _=Zr(i,p)',
)
MAP = Edit(why="name no source map", start="//# sourceMappingURL=", end=".js.map")
IN_CORE = [PLUGINS, HOOKS, PACKAGE, INPUT, DATABASE, FAILURES, CONSTRUCTION, MAP]

# Around the worker's code, a text in single quotes, which becomes a file beside this one.
QUOTED = Edit(
    why="make its worker from a text",
    start="""new Gr(URL.createObjectURL(new Blob(["/*@*/"+'""",
    end="""'.replace(qr,Jr)],{type:"text/javascript"})),...e)""",
    new=f'new Gr(new URL("./{WORKER}",import.meta.url).href,...e)',
)


def write(dist: Path, target: Path) -> None:
    """Write core.js, which pages import, and its worker into the new folder `target`.

    dist: PyScript's own files. Its core.js only hands on what is in core-*.js. Raises BuildError as `core_and_worker`.
    """
    chunks = list(dist.glob("core-*.js"))
    if len(chunks) != 1:
        raise BuildError(f"this PyScript has {len(chunks)} files core-*.js and not one; change app/build/pyscript_edits.py")
    core, worker = core_and_worker(chunks[0].read_text(encoding="utf-8"))
    target.mkdir(parents=True)
    (target / CORE).write_text(core, encoding="utf-8")
    (target / WORKER).write_text(worker, encoding="utf-8")


def core_and_worker(text: str) -> tuple[str, str]:
    """Return the module that pages import, and that which it starts as a worker from beside itself.

    text: of the chunk core-*.js. Raises BuildError where it is not the PyScript that was read for this.
    """
    before, quoted, after = split(text, QUOTED)
    core = before + QUOTED.new + after
    for edit in IN_CORE:
        before, _, after = split(core, edit)
        core = before + edit.new + after
    return core, unquoted(quoted)


def split(text: str, edit: Edit) -> tuple[str, str, str]:
    """What comes before the edit's start, what stands between that and its end, and what comes after that."""
    before, rest = parted(text, edit.start, edit)
    middle, after = parted(rest, edit.end, edit) if edit.end else ("", rest)
    return before, middle, after


def parted(text: str, wanted: str, edit: Edit) -> list[str]:
    parts = text.split(wanted)
    if len(parts) != 2:
        raise BuildError(f"this PyScript has {wanted!r} {len(parts) - 1} times and not once; it was to {edit.why}: "
                         "read what has become of that and change app/build/pyscript_edits.py")
    return parts


def unquoted(text: str) -> str:
    """What a JavaScript text in single quotes says."""
    unknown = set(re.findall(r"\\(.)", text, re.DOTALL)) - set(ESCAPED)
    if unknown:
        raise BuildError(f"PyScript's worker has \\{min(unknown)} in it, which app/build/pyscript_edits.py does not know")
    return re.sub(r"\\(.)", lambda match: ESCAPED[match[1]], text)
