// Runs in the visitor's page beside PyScript: puts into words why Python does not start. It is no module, because those
// are what browsers refuse first. When its words are seen, app/ui/page.css says; without that sheet they are seen at once.
(() => {
    const FIRST_LOOK = 4000; // ms without a sign of life, and then ever more rarely: a slow line is no fault
    const [SAID, RELOADED] = ["inkling.trouble", "inkling.reloaded"]; // what this script did since the page last lived
    const words = document.getElementById("trouble");
    const folder = new URL(".", location).href;
    let [heard, policy] = ["", ""]; // the browser's last words, and what a policy keeps from the page
    let memory = null;
    try {
        memory = sessionStorage;
    } catch {
        // The browser forbids it.
    }

    /** A sentence of the page's, in its present language. */
    function say(name, values = {}) {
        const { content } = document.getElementById("troubles");
        const text = content.querySelector(`[data-word="trouble.${name}"]`).textContent;
        return text.replace(/\{(\w+)\}/g, (_, each) => values[each]);
    }

    /** Beside what the browser has kept of the site, there is a way around that. */
    function show(text) {
        const fresh = kept() && document.getElementById("troubles").content.querySelector("a");
        words.replaceChildren(text, ...(fresh ? [" ", fresh.cloneNode(true)] : []));
        memory?.setItem(SAID, "yes");
    }

    // What the service worker gives has been right before, and there may be no host to ask.
    const kept = () => navigator.serviceWorker?.controller;
    const pause = (ms) => new Promise((done) => setTimeout(done, ms));

    function lives() {
        const { state, drawable } = document.documentElement.dataset;
        return (state !== "loading" || drawable !== undefined) && document.getElementById("everything")?.offsetWidth > 0;
    }

    /** The error that stopped the first module, if one did: it may have come before anybody listened. */
    function firstError() {
        const module = document.querySelector("script[type=module]").src;
        const error = import(module).then(() => "", (error) => `${module.slice(folder.length)}: ${error}`);
        return Promise.race([error, pause(1000)]);
    }

    /** Begin anew, once, with files that are well by now in place of those that the browser had kept. */
    function reload() {
        memory.setItem(RELOADED, "yes");
        location.reload();
    }

    /** again: the page was reloaded after trouble, perhaps with what the browser has kept of that, and was looked at before. */
    async function look(again) {
        const { faults: [fault, ...others], late, spoilt } = kept() ? { faults: [] } : await window.inklingFiles.examine();
        if (!fault && !policy && !late) heard ||= await firstError();
        const stuck = again && !fault && late && late !== "index.html" && (await window.inklingFiles.stuck(late));
        if (lives()) return;
        const more = others.length ? ` ${say("others", { count: others.length })}` : "";
        if (fault) show(say("cannot", { fault: say(...fault) }) + more);
        else if ((spoilt || stuck) && memory && !memory.getItem(RELOADED)) reload();
        else if (policy) show(say("stopped", { why: policy }));
        else if (late) show(say("waiting", { file: late }));
        else show(heard ? say("stopped", { why: say("browser_says", { error: heard }) }) : say("slow"));
    }

    async function watch() {
        addEventListener("error", ({ message }) => (heard = message ?? heard));
        addEventListener("unhandledrejection", ({ reason }) => (heard = `${reason?.message ?? reason}`));
        addEventListener("securitypolicyviolation", ({ disposition, effectiveDirective, blockedURI }) => {
            const what = blockedURI.startsWith(folder) ? blockedURI.slice(folder.length) : blockedURI;
            if (disposition === "enforce") policy = say("policy", { file: what, directive: effectiveDirective });
        });
        let [before, quiet, patience] = [0, 0, FIRST_LOOK];
        const again = memory?.getItem(SAID);
        while (!lives()) {
            await pause(FIRST_LOOK / 8);
            const now = new Set(window.inklingFiles?.come()).size;
            [quiet, patience] = now === before ? [quiet + FIRST_LOOK / 8, patience] : [0, FIRST_LOOK];
            before = now;
            if (lives() || !window.inklingFiles || quiet < (heard || again ? patience / 4 : patience)) continue;
            window.inklingFiles.uncover();
            await look(again && patience > FIRST_LOOK);
            [quiet, patience] = [0, 2 * patience];
        }
        for (const each of [SAID, RELOADED]) memory?.removeItem(each);
    }

    function sayOnly(id) {
        words.hidden = true;
        document.getElementById(id).hidden = false;
    }

    if (!location.protocol.startsWith("http")) sayOnly("from-disk");
    else if (origin === "null") sayOnly("in-frame");
    else watch();
})();
