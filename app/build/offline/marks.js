// Part of sw.js: which page goes on with which version. A page, and each worker of it, has its mark in the cache that it came from,
// because whatever version has become active since is asked for its files.
const HOST = `${OURS}host`; // of pages that came from the host and go on with it; it holds nothing but marks
const [DEAD, MARK] = ["?dead", "?client="].map((each) => SCOPE + each); // DEAD: this version's page did not come to life

const versions = new Map(); // {id of a page or worker: name of a cache}
const starting = new Map(); // {id of a page: what to call when it lives}; the browser may not count it among its clients yet

async function mark(id, version) {
    versions.set(id, version);
    await (await caches.open(version)).put(MARK + id, new Response());
}

/** The name of the cache that has this client's mark, or nothing. */
async function versionOf(id) {
    if (!versions.has(id)) {
        for (const version of await ourNames()) if (await kept(MARK + id, version)) versions.set(id, version);
    }
    return versions.get(id);
}

/** Whether a page is open that another version would take unawares. One that did not come to life is glad of it. */
async function isNeeded() {
    const open = (await self.clients.matchAll({ includeUncontrolled: true })).filter(({ url }) => url.startsWith(SCOPE));
    const needed = await Promise.all(open.map(async ({ id }) => {
        const version = await versionOf(id);
        return version !== HOST && !(version && (await kept(DEAD, version)));
    }));
    return needed.includes(true);
}

/** Forget the marks of pages that are no more, and other versions that have no page left. */
async function tidy() {
    const clients = await self.clients.matchAll({ includeUncontrolled: true, type: "all" });
    const open = [...clients.map(({ id }) => id), ...starting.keys()].map((id) => MARK + id);
    for (const version of await ourNames()) {
        const cache = await caches.open(version);
        const marks = (await cache.keys()).map(({ url }) => url).filter((url) => url.startsWith(MARK));
        const gone = marks.filter((url) => !open.includes(url));
        await Promise.all(gone.map((url) => cache.delete(url)));
        const { installing, waiting } = self.registration; // a newer version, whose cache this may be
        if (version !== CACHE && gone.length === marks.length && !installing && !waiting) await caches.delete(version);
    }
}
