// Compile Python for the browser with the very Pyodide that will run it, or run a script in it to try the result.
//   node compile.mjs PYODIDE compile FOLDER LEVEL          every .py under FOLDER becomes a sourceless .pyc
//   node compile.mjs PYODIDE run SCRIPT LOCK_FILE          the script runs in the finished, trimmed Python
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const COMPILE = `
import pathlib, py_compile
# The hash is left unchecked because no source travels along; hashes, unlike times, make every build the same bytes.
for path in sorted(pathlib.Path("/folder").rglob("*.py")):
    py_compile.compile(str(path), cfile=str(path.with_suffix(".pyc")), dfile=str(path.relative_to("/folder")),
                       optimize=level, doraise=True, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    path.unlink()
`;

const [home, task, subject, ...rest] = process.argv.slice(2);
const load = async (name, options) => {
    const { loadPyodide } = await import(pathToFileURL(resolve(home, name)));
    return loadPyodide({ indexURL: resolve(home), ...options });
};
if (task === "compile") {
    const python = await load("pyodide.mjs");
    python.FS.mkdirTree("/folder");
    python.FS.mount(python.FS.filesystems.NODEFS, { root: resolve(subject) }, "/folder");
    python.globals.set("level", Number(rest[0]));
    python.runPython(COMPILE);
} else {
    // start.mjs fetches like a browser, which Node cannot do with files; Pyodide reads files, and no data: addresses.
    globalThis.fetch = async (address) =>
        new Response(readFileSync(new URL(address)), { headers: { "content-type": "application/wasm" } });
    const noLibrary = fileURLToPath(import.meta.url);
    const python = await load("start.mjs", { stdLibURL: noLibrary, lockFileURL: resolve(rest[0]) });
    await python.runPythonAsync(readFileSync(subject, "utf-8"));
}
