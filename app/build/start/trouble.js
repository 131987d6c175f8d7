// Runs in the visitor's page beside PyScript: puts into words why Python does not start. It is no module, because those
// are what browsers refuse first. When its words are seen, app/ui/page.css says; without that sheet they are seen at once.
(() => {
    const FIRST_LOOK = 4000; // ms, and then ever more rarely: a slow line is no fault
    const words = document.getElementById("trouble");
    const folder = new URL(".", location).href;
    const me = document.currentScript.src;
    let [heard, policy] = ["", ""]; // the browser's last words, and what a policy keeps from the page

    const NEEDED = "script[src], link:is([rel=stylesheet], [rel=modulepreload], [rel=preload])";
    const TYPES = [
        [/\.m?js$/, /script/i, "run as a module", "text/javascript"],
        [/\.css$/, /^text\/css\b/i, "use as a style sheet", "text/css"],
    ];

    function lives() {
        const started = document.documentElement.dataset.state !== "loading" || document.querySelector("body > script[worker]");
        return started && document.getElementById("everything").offsetWidth > 0;
    }

    /** The addresses in this folder that the page names, and those that its scripts have asked for since. */
    function needed() {
        const named = [...document.querySelectorAll(NEEDED)].map((each) => each.src || each.href);
        const asked = performance.getEntriesByType("resource").map((each) => each.name);
        const files = [...named, ...asked].map((each) => each.split(/[?#]/)[0]).filter((each) => each.startsWith(folder));
        return [...new Set(files)].filter((each) => /\.(m?js|css|json|py|wasm)$/.test(each));
    }

    const ask = (address) => fetch(address, { method: "HEAD", cache: "no-store" }).catch(() => null);

    /** What is wrong with how the host serves a file, or nothing. */
    async function fault(address) {
        const [name, answer] = [address.slice(folder.length), await ask(address)];
        if (!answer) return `${name} does not come: the line, the browser or one of its extensions holds it back`;
        if (!answer.ok) return `this host answers ${answer.status} in place of ${name}`;
        const type = answer.headers.get("Content-Type") ?? "";
        if (/html/i.test(type)) return `this host sends a web page in place of ${name}`;
        const [, right, use, wanted] = TYPES.find(([ending]) => ending.test(name)) ?? [, /(?:)/];
        if (right.test(type)) return "";
        return `this host serves ${name} ${type ? `as ${type}` : "without a type"}, which browsers refuse to ${use}; `
            + `it has to be ${wanted}`;
    }

    const pause = (ms) => new Promise((done) => setTimeout(done, ms));

    /** The error that stopped the first module, if one did: it may have come before anybody listened. */
    function firstError() {
        const module = document.querySelector("script[type=module]").src;
        const error = import(module).then(() => "", (error) => `${module.slice(folder.length)}: ${error}`);
        return Promise.race([error, pause(1000)]);
    }

    async function look() {
        if (!(await ask(me))?.ok) return; // it has come, so this host does not tell of files without sending them
        const [first, ...others] = (await Promise.all(needed().map(fault))).filter(Boolean);
        if (!first && !policy) heard ||= await firstError();
        if (lives()) return;
        const more = others.length ? ` ${others.length} other file${others.length > 1 ? "s" : ""} cannot be used either.` : "";
        if (first) words.textContent = `This page cannot start: ${first}.${more}`;
        else if (policy || heard) words.textContent = `Python has not started. ${policy || `The browser says: ${heard}`}`;
        else words.textContent = "Python has not started yet, though this host has all its files: the line may be slow.";
    }

    async function watch() {
        addEventListener("error", ({ message }) => (heard = message ?? heard));
        addEventListener("unhandledrejection", ({ reason }) => (heard = `${reason?.message ?? reason}`));
        addEventListener("securitypolicyviolation", ({ disposition, effectiveDirective, blockedURI }) => {
            const what = blockedURI.startsWith(folder) ? blockedURI.slice(folder.length) : blockedURI;
            if (disposition === "enforce") policy = `A Content-Security-Policy forbids ${what}, by its ${effectiveDirective}.`;
        });
        for (let wait = FIRST_LOOK; !lives(); wait *= 2) {
            await pause(wait);
            // What the service worker gives has been right before, and there may be no host to ask.
            if (!lives() && !navigator.serviceWorker?.controller) await look();
        }
    }

    function say(id) {
        words.hidden = true;
        document.getElementById(id).hidden = false;
    }

    if (!location.protocol.startsWith("http")) say("from-disk");
    else if (origin === "null") say("in-frame");
    else watch();
})();
