// Runs in the visitor's page beside trouble.js, which asks it what is wrong with the files that the page lives by.
window.inklingFiles = (() => {
    const LONGEST = { HEAD: 2000, GET: 20000 }; // ms
    const LOOK = "?look"; // at the end of the addresses that are asked for here: these are no sign of life
    const NEEDED = "script[src], link:is([rel=stylesheet], [rel=modulepreload], [rel=preload])";
    const TYPES = [[/\.m?js$/, /script/i, "text/javascript"], [/\.css$/, /^text\/css\b/i, "text/css"]];
    const folder = new URL(".", location).href;
    const me = document.currentScript.src;
    let list; // the text of the service worker, which has the sum of every file's content

    const plain = (address) => address.split(/[?#]/)[0];
    const nameOf = (address) => plain(address).slice(folder.length);
    const ask = (address, method, cache) => fetch(address, { method, cache, signal: AbortSignal.timeout(LONGEST[method]) });
    const head = (address) => ask(plain(address) + LOOK, "HEAD", "no-store");

    /** The addresses that have come so far, or failed: a growing list is a sign of life. */
    const come = () => performance.getEntriesByType("resource").map((each) => each.name).filter((each) => !each.endsWith(LOOK));

    /** The addresses in this folder that the page names, and those that its scripts have asked for since. */
    function needed() {
        const files = [...document.querySelectorAll(NEEDED)].map((each) => each.src || each.href).concat(come());
        return [...new Set(files)].filter((each) => each.startsWith(folder) && /\.(m?js|css|json|py|wasm)$/.test(plain(each)));
    }

    /** What an answer tells of a file: a word's name and what that speaks of; null if it may be used. */
    function wrong(file, answer) {
        if (!answer.ok) return ["status", { file, status: answer.status }];
        const type = answer.headers.get("Content-Type") ?? "";
        if (/html/i.test(type)) return ["web_page", { file }];
        const [, right, wanted] = TYPES.find(([ending]) => ending.test(file)) ?? [, /(?:)/];
        return right.test(type) ? null : [type ? "as_type" : "without_type", { file, type, wanted }];
    }

    /** The same without its content. A host that takes long over this is not blamed. */
    async function look(address) {
        const file = nameOf(address);
        return head(address).then((answer) => wrong(file, answer))
            .catch((error) => (/Timeout|Abort/.test(error.name) ? null : ["held_back", { file }])); // WebKit calls it an AbortError
    }

    async function sumOf(file) {
        list ??= ask(`${folder}sw.js${LOOK}`, "GET", "no-store").then((answer) => answer.text()).catch(() => "");
        const [, sum] = (await list).match(`"${file.replaceAll(".", "\\.")}": "(.+)"`) ?? [];
        return crypto.subtle && sum; // without either nobody can tell
    }

    /** The same with its content. cache: "force-cache" for what the page was given, "reload" for what it would be given now and is
        the next time. */
    async function read(address, cache) {
        const file = nameOf(address);
        const answer = await ask(address, "GET", cache).catch(() => null);
        if (!answer) return ["held_back", { file }];
        const [content, sum] = [await answer.arrayBuffer().catch(() => null), await sumOf(file)];
        const digest = content && sum && new Uint8Array(await crypto.subtle.digest("SHA-256", content));
        const right = content && (!sum || btoa(String.fromCharCode(...digest)) === sum);
        return wrong(file, answer) ?? (right ? null : ["damaged", { file }]);
    }

    const found = async (files, judge) => (await Promise.all(files.map(judge))).filter(Boolean);

    /** {faults, late, spoilt}: what is wrong with files; the first that has not come; how many were given wrongly, and are well by
        now unless they are among the faults. */
    async function examine() {
        const [files, there] = [needed(), come()];
        const coming = document.readyState === "loading" && !performance.getEntriesByType("navigation")[0]?.responseEnd;
        const late = coming ? "index.html" : nameOf(files.find((each) => !there.includes(each)) ?? folder);
        const tells = await head(me).then((answer) => answer.ok, () => false); // it has come: a host that denies it tells nothing
        const faults = tells ? await found(files, look) : [];
        if (faults.length || late) return { faults, late, spoilt: 0 };
        const whole = document.getElementById("worker"); // the page's last element
        if (!whole) return { faults: [["damaged", { file: "index.html" }]], late, spoilt: 0 };
        const spoilt = await found(files, async (each) => (await read(each, "force-cache")) && each);
        return { faults: await found(spoilt, (each) => read(each, "reload")), late, spoilt: spoilt.length };
    }

    /** Whether a file that does not come to the page comes to whoever asks again: WebKit waits for ever for a module that was on
        its way when the page was reloaded. */
    async function stuck(file) {
        const well = !(await read(folder + file, "reload"));
        return well && come().filter((each) => nameOf(each) === file).length < 2; // one of them is this
    }

    /** A style sheet that does not come keeps the page from being shown: it is shown without, until that is there. */
    function uncover() {
        for (const sheet of document.querySelectorAll("link[rel=stylesheet]")) {
            if (sheet.sheet || sheet.media) continue;
            sheet.media = "not all";
            sheet.addEventListener("load", () => (sheet.media = "all"));
        }
    }

    return { come, examine, stuck, uncover };
})();
