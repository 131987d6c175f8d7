// Part of sw.js: the files of a version, each in its cache with the bytes and under the type that the build knows it to have.
//
// A cache is filled completely, from the previous version's where a file has not changed, before the version becomes active; it is
// whole once the list lies in it, too. Only images in data/, further networks and lessons come into it when they are first asked
// for, by a message too, and move on with each version.
const TYPES = {/* filled in by the build */};
const SCOPE = self.registration.scope;
// Other pages of this origin (as on GitHub Pages) have caches too; ours are those whose names begin like this. Files lie in them
// under their own address, because only then does the browser keep compiled code beside them.
const OURS = `inkling ${SCOPE} `;
const CACHE = OURS + VERSION;
const LIST = `${SCOPE}?files`;
const NAMES = Object.keys(FILES);
const isLater = (name) => /^(data\/|app\/lessons\/|micropython\/lessons|weights\/(?!index|inkling\.))/.test(name);
const isIcon = (name) => /^[^/]*icon[^/]*$/.test(name); // the page works without
const stopKeeping = new AbortController();

const ourNames = async () => (await caches.keys()).filter((name) => name.startsWith(OURS));
const kept = (address, cacheName = CACHE) => caches.match(address, { cacheName, ignoreVary: true });
const filesOf = async (version) => (version === CACHE ? FILES : (await (await kept(LIST, version))?.json()) ?? {});

async function hashOf(response) {
    const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
    return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

/** The response under the type that its name calls for, whatever the host called it: for as long as it is kept, browsers would
 * refuse a script or a sheet under another. And none that the page may take from its memory without asking here: this may have
 * given the version up since. */
function right(name, response) {
    const type = TYPES[/(^|\/)$/.test(name) ? ".html" : /\.\w+$/.exec(name)?.[0]];
    const headers = new Headers(response.headers);
    if (!response.ok || (name.endsWith(".wasm") && headers.get("Content-Type") === type)) return response; // with its compiled code
    for (const [each, value] of [["Content-Type", type], ["Cache-Control", "no-cache"]]) if (value) headers.set(each, value);
    headers.delete("Vary");
    return new Response(response.body, { headers });
}

/** The file with this hash: from the browser's own cache, where the page has mostly just put it, or else from the host. */
async function fetched(name, hash, signal) {
    const ask = async (cache) => {
        const response = await fetch(SCOPE + name, { cache, signal, integrity: `sha256-${hash}` });
        return response.ok ? right(name, response) : Promise.reject(new Error(`${SCOPE}${name}: ${response.status}`));
    };
    return ask("default").catch(() => ask("reload"));
}

/** From another version's cache, if it is the same there and its bytes are still what they were. */
async function carried(name, others) {
    for (const [version, files] of others) {
        const found = files[name] === FILES[name] && (await kept(SCOPE + name, version));
        if (found && (await hashOf(found)) === FILES[name]) return right(name, await kept(SCOPE + name, version));
    }
}

/** Keep these files. fetching: whether those that no other version has are fetched. */
async function keep(names, { fetching = true, signal } = {}) {
    const others = (await ourNames()).filter((version) => version !== CACHE);
    const lists = await Promise.all(others.map(async (version) => [version, await filesOf(version)]));
    const cache = await caches.open(CACHE);
    const there = new Set((await cache.keys()).map(({ url }) => url));
    const keepOne = async (name) => {
        const response = (await carried(name, lists)) ?? (fetching && (await fetched(name, FILES[name], signal)));
        if (response) await cache.put(SCOPE + name, response);
    };
    const missing = names.filter((name) => !there.has(SCOPE + name));
    await Promise.all(missing.map((name) => keepOne(name).catch((error) => isIcon(name) || Promise.reject(error))));
    return cache;
}

async function keepAll(signal) {
    await keep([""], { signal }); // if the host has another version by now, its files are not worth fetching
    const cache = await keep(NAMES.filter((name) => !isLater(name)), { signal });
    await cache.put(LIST, new Response(JSON.stringify(FILES)));
}

const bringWhatWasAskedFor = () => keep(NAMES.filter(isLater), { fetching: false });
// Compiled wasm stays beside the browser's own copy of the file from the first visit on, but beside ours only from the third; so
// that copy is better, if it is still there and is the same.
async function compiledBefore(name, hash) {
    if (!navigator.userAgentData) return null; // Chromium's alone; WebKit would ask the server all the same.
    const options = { cache: "only-if-cached", mode: "same-origin", integrity: `sha256-${hash}` };
    const response = await fetch(SCOPE + name, options).catch(() => null);
    return response?.ok ? right(name, response) : null;
}

async function giveKept(request, name, hash, version) {
    const found = (name.endsWith(".asm.wasm") && (await compiledBefore(name, hash))) || (await kept(SCOPE + name, version));
    if (found) return found;
    const response = await fetched(name, hash).catch(() => null);
    if (!response) { // Why, the host's answer may say; another file than this version's would be worse than none.
        const answer = await fetch(request);
        return answer.ok ? Response.error() : answer;
    }
    const copy = response.clone();
    await caches.open(version).then((cache) => cache.put(SCOPE + name, copy)).catch(() => {}); // there may be no room
    return response;
}
