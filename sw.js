// Offline: keeps every file of the site on the visitor's device, and never mixes two versions of it.
//
// The build writes the list of files, each with the hash of its content. A version has a cache of its own, which is filled
// completely, from the previous version's where a file has not changed, before the version becomes active. Only images in data/,
// further networks and lessons come into it when they are first asked for, by a message too, and move on with each version.

const FILES = {
/* filled in by the build */
};
const VERSION = "/* and its version */";

const SCOPE = self.registration.scope;
// Other pages of this origin (as on GitHub Pages) have caches too; ours are those whose names begin like this. Files lie
// in them under their own address, because only then does the browser keep compiled code beside them.
const OURS = `inkling ${SCOPE} `;
const CACHE = OURS + VERSION;
const LIST = `${SCOPE}?files`;
const isLater = (name) => /^(data\/|app\/lessons\/|micropython\/lessons|weights\/(?!index|inkling\.))/.test(name);

const otherNames = async () => (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);

async function otherVersions() {
    return Promise.all((await otherNames()).map(async (name) => {
        const cache = await caches.open(name);
        const list = await cache.match(LIST);
        return { cache, files: list ? await list.json() : {} };
    }));
}

async function keptIn(others, name) {
    for (const { cache, files } of others) {
        const found = files[name] === FILES[name] && (await cache.match(SCOPE + name));
        if (found) return found;
    }
}

async function store(cache, name, others = []) {
    const address = SCOPE + name;
    if (await cache.match(address)) return;
    const integrity = `sha256-${FILES[name]}`;
    // The page has just fetched most of it, so the browser's own cache usually has it. What that gives may be older than
    // the list; then the integrity check rejects it, and the server is asked.
    const response = (await keptIn(others, name))
        ?? (await fetch(address, { integrity }).catch(() => fetch(address, { integrity, cache: "reload" })));
    if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
    // Under another type, which a host may give it for a while, the style sheet would be refused for as long as it is kept.
    const sheet = name.endsWith(".css") && new Response(response.body, { headers: { "Content-Type": "text/css" } });
    await cache.put(address, sheet || response);
}

async function storeAll(names) {
    const [cache, others] = [await caches.open(CACHE), await otherVersions()];
    return Promise.all(names.map((name) => store(cache, name, others))).then(() => cache);
}

async function bringWhatWasAskedFor() {
    const [cache, others] = [await caches.open(CACHE), await otherVersions()];
    for (const name of Object.keys(FILES).filter(isLater)) {
        const found = !(await cache.match(SCOPE + name)) && (await keptIn(others, name));
        if (found) await cache.put(SCOPE + name, found);
    }
}

async function forgetOtherVersions() {
    if (self.registration.installing) return; // A newer version is filling its cache; its turn to tidy up will come.
    await Promise.all((await otherNames()).map((name) => caches.delete(name)));
}

// Compiled wasm stays beside the browser's own copy of the file from the first visit on, but beside ours only from the
// third; so that copy is better, if it is still there and is the same.
function compiledBefore(name) {
    if (!navigator.userAgentData) return null; // Chromium's alone; WebKit would ask the server all the same.
    const options = { cache: "only-if-cached", mode: "same-origin", integrity: `sha256-${FILES[name]}` };
    return fetch(SCOPE + name, options).then((response) => response.ok && response, () => null);
}

async function answer(request, name) {
    const cache = await caches.open(CACHE);
    const find = () => cache.match(SCOPE + name, { ignoreVary: true });
    const found = (name.endsWith(".asm.wasm") && (await compiledBefore(name))) || (await find());
    if (found) return found;
    // The browser has dropped it to save space, or is at it: put back the same version, or else let the request through.
    return (await store(cache, name).then(find).catch(() => null)) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(storeAll(Object.keys(FILES).filter((name) => !isLater(name)))
    .then((cache) => cache.put(LIST, new Response(JSON.stringify(FILES))))));
self.addEventListener("activate", (event) => event.waitUntil(bringWhatWasAskedFor().finally(forgetOtherVersions)));
self.addEventListener("message", (event) => {
    if (event.data === "skip-waiting") self.skipWaiting();
    event.waitUntil(storeAll(Object.keys(FILES).filter((name) => name === event.data || name.startsWith(`${event.data}/`))));
});

self.addEventListener("fetch", (event) => {
    const address = event.request.url.split(/[?#]/)[0];
    if (event.request.method !== "GET" || !address.startsWith(SCOPE)) return;
    const name = address.slice(SCOPE.length).replace(/(^|\/)index\.html$/, "$1");
    if (Object.hasOwn(FILES, name)) event.respondWith(answer(event.request, name));
});
