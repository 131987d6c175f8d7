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
        [/\.m?js$/, /script/i, "text/javascript"],
        [/\.css$/, /^text\/css\b/i, "text/css"],
    ];

    /** A sentence of the page's, in its present language. */
    function say(name, values = {}) {
        const { content } = document.getElementById("troubles");
        const text = content.querySelector(`[data-word="trouble.${name}"]`).textContent;
        return text.replace(/\{(\w+)\}/g, (_, each) => values[each]);
    }

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
        const [file, answer] = [address.slice(folder.length), await ask(address)];
        if (!answer) return say("held_back", { file });
        if (!answer.ok) return say("status", { file, status: answer.status });
        const type = answer.headers.get("Content-Type") ?? "";
        if (/html/i.test(type)) return say("web_page", { file });
        const [, right, wanted] = TYPES.find(([ending]) => ending.test(file)) ?? [, /(?:)/];
        if (right.test(type)) return "";
        return say(type ? "as_type" : "without_type", { file, type, wanted });
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
        const more = others.length ? ` ${say("others", { count: others.length })}` : "";
        if (first) words.textContent = say("cannot", { fault: first }) + more;
        else if (policy || heard) words.textContent = say("stopped", { why: policy || say("browser_says", { error: heard }) });
        else words.textContent = say("slow");
    }

    async function watch() {
        addEventListener("error", ({ message }) => (heard = message ?? heard));
        addEventListener("unhandledrejection", ({ reason }) => (heard = `${reason?.message ?? reason}`));
        addEventListener("securitypolicyviolation", ({ disposition, effectiveDirective, blockedURI }) => {
            const what = blockedURI.startsWith(folder) ? blockedURI.slice(folder.length) : blockedURI;
            if (disposition === "enforce") policy = say("policy", { file: what, directive: effectiveDirective });
        });
        for (let wait = FIRST_LOOK; !lives(); wait *= 2) {
            await pause(wait);
            // What the service worker gives has been right before, and there may be no host to ask.
            if (!lives() && !navigator.serviceWorker?.controller) await look();
        }
    }

    function sayOnly(id) {
        words.hidden = true;
        document.getElementById(id).hidden = false;
    }

    if (!location.protocol.startsWith("http")) sayOnly("from-disk");
    else if (origin === "null") sayOnly("in-frame");
    else watch();
})();
