// Runs in the visitor's worker, where the build names it start.js: Pyodide, started sooner.
//
// Pyodide fetches, compiles and unpacks one thing after another, and waits for ever when a fetch fails. Here all of it
// starts when this module is read. Python's library with numpy and Pillow, and the project's modules, come as archives
// that are in place before Python starts; and a failed fetch makes loadPyodide fail.
import { inflated, unpack } from "./archive.mjs";
import { asWasm } from "./wasm.mjs";
import "./unkept.mjs";

/* filled in by the build: version, lock, sizes in bytes */
export { version };

const here = new URL("./", import.meta.url).href;
const { fetch } = globalThis; // below, Pyodide gets another one meanwhile
const sum = (numbers) => Object.values(numbers).reduce((all, each) => all + each, 0);
const total = sum(sizes);
const loaded = {};
const awaited = new Set();

/** So many bytes of a file have come: a sign of life. */
function progress(name, bytes) {
    loaded[name] = (loaded[name] ?? 0) + bytes;
    globalThis.postMessage?.({ inkling: "progress", loaded: Math.min(sum(loaded), total), total, file: [...awaited][0] });
}

async function get(name, cache) {
    const response = await fetch(here + name, { cache });
    if (!response.ok) throw new Error(`${name} could not be loaded: ${response.status} ${response.statusText}`);
    return response;
}

/** What make(cache) makes of a file; if it fails, once more past the browser's cache, which may keep what a host got wrong once. */
async function made(name, make) {
    awaited.add(name);
    progress(name, 0);
    try {
        return await make("default").catch(() => {
            loaded[name] = 0;
            return make("reload");
        });
    } catch (error) {
        throw new Error(error.message.startsWith(name) ? error.message : `${name} could not be used: ${error.message}`);
    } finally {
        awaited.delete(name);
        progress(name, 0);
    }
}

/** A module that was damaged is so for good: the second time it has to come under another address. */
async function bring(name, address, cache) {
    if (cache === "default") return import(address);
    await (await get(name, cache)).text(); // for the next visit
    return import(`${address}?${Date.now()}`);
}

const WASM = "pyodide.asm.wasm";
const MODULES = { "pyodide.js": "./pyodide.mjs", "pyodide.asm.js": "./pyodide.asm.js" };
const code = Promise.all(Object.entries(MODULES).map(([name, address]) => made(name, (cache) => bring(name, address, cache))));
const compiled = made(WASM, (cache) => get(WASM, cache).then(asWasm).then(WebAssembly.compileStreaming));
compiled.then(() => progress(WASM, sizes[WASM])).catch(() => {});
const count = (name) => (bytes) => progress(name, name in sizes ? bytes : 0);
const archives = Promise.all(["project.bin", "python.bin"].map((name) =>
    made(name, async (cache) => inflated(await get(name, cache), count(name)))));
const forever = () => new Promise(() => {});
const failure = Promise.all([compiled, archives, code]).then(forever);
failure.catch(() => {}); // loadPyodide will report it; until that is called it is not an unhandled error.

export async function loadPyodide(options) {
    const [{ loadPyodide: load }] = await Promise.race([code, failure]);
    const { instantiateStreaming } = WebAssembly;
    // Pyodide insists on fetching its wasm: it gets an empty answer, and then the module that is compiled already.
    globalThis.fetch = (address, init) => (`${address}`.endsWith(".wasm") ? new Response() : fetch(address, init));
    WebAssembly.instantiateStreaming = async (_, imports) => {
        const module = await compiled;
        return { module, instance: await WebAssembly.instantiate(module, imports) };
    };
    const python = load({
        // Pyodide gets an empty zip and an empty list, because the library and the packages are in the archive.
        stdLibURL: "data:application/zip;base64,UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==",
        lockFileURL: `data:application/json,${encodeURIComponent(JSON.stringify(lock))}`,
        ...options,
        packages: [],
        // Without them Python must not go on and fail a second time, in its own many words.
        fsInit: async (FS) => (await archives.catch(forever)).forEach((archive) => unpack(FS, archive)),
    });
    try {
        return await Promise.race([python, failure]);
    } finally {
        globalThis.fetch = fetch;
        WebAssembly.instantiateStreaming = instantiateStreaming;
    }
}
