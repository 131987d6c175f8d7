// Runs in the visitor's page, where the build names it start.js: MicroPython, started sooner.
//
// The page's modules come as one file and are in place before Python starts, instead of one request for each; of lessons.js,
// which the build makes of this file, they are in lessons.json. Of PyScript's own Python package, which app/build/pyscript_edits.py
// leaves out, the page uses three names: those are in a module of the same name among ours.
import { asWasm } from "./wasm.mjs";
import { loadMicroPython as load } from "./micropython.mjs";

async function read(options) {
    const response = await fetch(new URL("modules.json", import.meta.url), options);
    if (!response.ok) throw new Error(`The page's modules could not be loaded: ${response.status}`);
    return response.json();
}

// A second time past the browser's cache, which may keep what a host got wrong once.
const modules = read().catch(() => read({ cache: "reload" }));
modules.catch(() => {}); // loadMicroPython will report it; until that is called it is not an unhandled error.

// The interpreter's clocks are the device's, and whoever sleeps waits for them: set back an hour, all would stand still for one.
// So what is slept by counts from the page's start, and the time of day goes on from where it was; the page's own Date stays.
const ticks = () => performance.now();
let ahead = 0;
const time = () => (ahead = Math.max(ahead, Date.now() - ticks())) + ticks();
const clocks = { mp_js_ticks_ms: ticks, mp_js_time_ms: time };

const { instantiateStreaming } = WebAssembly;
WebAssembly.instantiateStreaming = async (answer, imports) =>
    instantiateStreaming(asWasm(await answer), { ...imports, env: { ...imports.env, ...clocks } });

export async function loadMicroPython(options) {
    const url = new URL("micropython.wasm", import.meta.url).href;
    const [interpreter, files] = await Promise.all([load({ ...options, url }), modules]);
    for (const [name, source] of Object.entries(files)) {
        interpreter.FS.mkdirTree(name.split("/").slice(0, -1).join("/") || ".");
        interpreter.FS.writeFile(name, source);
    }
    return interpreter;
}
