// Runs in the visitor's page before Python: finds the language, and where it is not English, fetches its words and puts them into
// the page. app/ui/words.py has them for what is said later. The page's own words are English, and stay if others do not come.
window.early ??= { files: [], over: false };
(() => {
    const KEY = "inkling.language"; // what was chosen in the page's menu
    const ATTRIBUTE = "data-word-";
    const MARKED = ["", "-aria-label", "-alt", "-title", "-content", "-placeholder", "-data-cut"]
        .map((each) => `[data-word${each}]`).join();
    const PATIENCE = 1000; // ms
    const pause = (ms) => new Promise((done) => setTimeout(done, ms));
    const root = document.documentElement;
    const base = new URL("../../words/", document.currentScript.src);

    function chosen() {
        try {
            return new URLSearchParams(location.search).has("embed") ? null : localStorage.getItem(KEY);
        } catch {
            return null; // the browser forbids its storage, and keeps no choice
        }
    }

    /** The first language that is wished for and is here. */
    function find() {
        const known = root.dataset.languages.split(" ");
        const wishes = [new URLSearchParams(location.search).get("lang"), chosen(), ...navigator.languages].filter(Boolean);
        const [first] = wishes.flatMap((wish) => known.filter((each) => wish.toLowerCase().split("-")[0] === each));
        return first ?? "en";
    }

    /** Fill an element: a placeholder is where its child with that data-slot goes. */
    function put(element, text) {
        const slots = Object.fromEntries([...element.children].map((child) => [child.dataset.slot, child]));
        element.replaceChildren(...text.split(/\{(\w+)\}/).map((part, at) => (at % 2 ? slots[part] ?? `{${part}}` : part)));
    }

    function fill(tree, words) {
        for (const element of tree.querySelectorAll(MARKED)) {
            for (const { name, value: key } of [...element.attributes]) {
                if (!Object.hasOwn(words, key)) continue;
                if (name === "data-word") put(element, words[key]);
                else if (name.startsWith(ATTRIBUTE)) element.setAttribute(name.slice(ATTRIBUTE.length), words[key]);
            }
        }
        for (const template of tree.querySelectorAll("template")) fill(template.content, words);
    }

    async function get(language, options) {
        const response = await fetch(new URL(`${language}.json`, base), options);
        if (!response.ok) throw new Error(`status ${response.status}`);
        return response.json();
    }

    async function translate(language) {
        // A second time past the browser's cache, which may keep what a host got wrong once.
        const { words, patterns } = await get(language).catch(() => get(language, { cache: "reload" }));
        Object.assign(window.early, { language, find: (key) => words[key] ?? null, patterns: () => JSON.stringify(patterns) });
        // All is laid out anew in another language, which takes as long as a part of Python's start: the pad goes before.
        for (let waited = 0; waited < PATIENCE && root.dataset.state === "loading"; waited += 20) await pause(20);
        while (document.readyState === "loading") await pause(20);
        fill(document, words);
        document.getElementById("language").value = language;
        root.lang = language;
        root.dir = words["language.direction"] ?? "ltr";
        dispatchEvent(new Event("inkling-words"));
    }

    const language = find();
    if (language === "en") return;
    root.dataset.words = "coming"; // app/ui/page.css: nothing is shown in English for a moment
    translate(language)
        .catch((error) => console.info(`The words of ${language} have not come: ${error}`))
        .finally(() => delete root.dataset.words);
})();
