// Offline: keeps every file of the site on the visitor's device, gives only what it can vouch for, and never mixes two versions.
//
// The build writes the list of files, each with the hash of its content, and puts in two parts of this script: how files come into
// a version's cache, and which page goes on with which version. A version gives its page once its cache is whole. Where none is, or
// the page did not come to life, the host is asked; and "?fresh" in a page's address has all that is kept of the site fetched anew.

const FILES = {
/* filled in by the build */
};
const VERSION = "/* and its version */";
/* app/build/offline/kept.js */
/* app/build/offline/marks.js */
const PATIENCE = 5000; // ms; by then app/ui/page.css says that Python has not started

async function givePage({ request, resultingClientId: id }, name) {
    const url = new URL(request.url);
    const fresh = url.searchParams.has("fresh");
    const [found, whole, dead] = await Promise.all([SCOPE + name, LIST, DEAD].map((each) => kept(each)));
    if (found && whole && !dead && !fresh) {
        versions.set(id, CACHE);
        return found;
    }
    const asked = fetch(SCOPE + name, { cache: "reload", signal: found ? AbortSignal.timeout(PATIENCE) : null });
    const [answer, hash] = await asked.then(async (each) => [each, await hashOf(each.clone())]).catch(() => []);
    if (answer?.ok && (fresh || dead)) await Promise.all((await ourNames()).map((each) => caches.delete(each)));
    url.searchParams.delete("fresh");
    if (fresh) return Response.redirect(url);
    const own = hash === FILES[name] || (found && !answer?.ok); // without its host an incomplete version is better than none
    versions.set(id, own ? CACHE : HOST);
    if (own) return answer?.ok ? right(name, answer) : found;
    return answer ? right(name, answer) : fetch(request);
}

/** Give up the version if its page does not come to life: the next one comes from the host, or is of the version that waits. */
async function watch(id, name) {
    const lives = new Promise((done) => starting.set(id, done) && setTimeout(done, PATIENCE, false));
    await mark(id, versions.get(id));
    const dead = !(await lives) && versions.get(id) === CACHE && name !== "app/lessons/"; // which has no Python
    starting.delete(id);
    if (dead && (await self.clients.get(id)) && (await caches.has(CACHE))) {
        await (await caches.open(CACHE)).put(DEAD, new Response());
        self.registration.waiting?.postMessage("skip-waiting");
    }
    await tidy();
}

async function giveFile(event, name) {
    const { request, clientId, resultingClientId } = event;
    const version = (await versionOf(clientId)) ?? ((await kept(LIST)) ? CACHE : HOST);
    if (resultingClientId) event.waitUntil(mark(resultingClientId, version)); // a worker goes on with its page's
    const files = await filesOf(version);
    if (Object.hasOwn(files, name)) return giveKept(request, name, files[name], version);
    return version === HOST ? right(name, await fetch(request, { cache: "no-cache" })) : fetch(request);
}

async function hear({ data, source }) {
    if (data === "skip-waiting") await self.skipWaiting();
    else if (data === "at-once") stopKeeping.abort();
    else if (data === "alive") {
        starting.get(source.id)?.(true);
        if (await kept(DEAD)) await (await caches.open(CACHE)).delete(DEAD);
    } else if (data === "keep") {
        const whole = await keepAll().then(() => true, () => false);
        if (whole && !(await versionOf(source.id))) await mark(source.id, CACHE);
        source.postMessage(whole ? "kept" : "unkept");
    } else await keep(NAMES.filter((name) => name === data || name.startsWith(`${data}/`)));
}

async function install() {
    const another = self.registration.active;
    // The first one of all is of use though not all is there: what it gives is right.
    await keepAll(stopKeeping.signal).catch((error) => another && Promise.reject(error));
    if (another && !(await isNeeded())) await self.skipWaiting();
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(bringWhatWasAskedFor().finally(tidy)));
self.addEventListener("message", (event) => event.waitUntil(hear(event)));
self.addEventListener("fetch", (event) => {
    const { request, resultingClientId } = event;
    const address = request.url.split(/[?#]/)[0];
    if (request.method !== "GET" || !address.startsWith(SCOPE)) return;
    const name = address.slice(SCOPE.length).replace(/(^|\/)index\.html$/, "$1");
    if (request.mode !== "navigate") event.respondWith(giveFile(event, name));
    else if (Object.hasOwn(FILES, name)) {
        const page = givePage(event, name);
        event.respondWith(page);
        event.waitUntil(page.then(() => versions.has(resultingClientId) && watch(resultingClientId, name)));
    }
});
