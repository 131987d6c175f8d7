// Runs in the visitor's page before Python listens: files that are dropped, pasted or chosen meanwhile wait for it, and none
// takes the page's place. app/ui/pictures.py says when that is over.
window.early ??= { files: [], over: false };

function keepEarly(event, holder) {
    if (window.early.over || event.defaultPrevented) return;
    const files = event.type === "dragover" ? [] : [...(holder?.files ?? [])];
    window.early.files.push(...files);
    if (files.length || event.type.startsWith("d")) event.preventDefault();
    if (event.type === "change") holder.value = ""; // the same file may be chosen again
}

for (const type of ["dragover", "drop"]) document.addEventListener(type, (event) => keepEarly(event, event.dataTransfer));
document.addEventListener("paste", (event) => keepEarly(event, event.clipboardData));
document.addEventListener("change", (event) => {
    if (event.target.matches("#choose-picture, #take-picture")) keepEarly(event, event.target);
});

// What Python will ask for is announced once something is painted: before that it would only share the line with what is to be
// seen. Whoever asks sooner has it sooner; a page that nobody sees is not painted.
{
    const announce = () => document.head.append(document.getElementById("announced").content);
    requestAnimationFrame(() => requestAnimationFrame(announce));
}

// Where numbers are read, or a link holds some, the pad is wide from the first moment on; app/ui/modes.py says what else that means.
// In somebody else's page it is a pad and its reading only, and its address says what is read; app/ui/embedded says what else that
// means.
try {
    const [page, query] = [document.documentElement.dataset, new URLSearchParams(location.search)];
    const [early, embedded] = [performance.getEntriesByName("inkling-drawable").length === 0, query.has("embed")];
    if (embedded) Object.assign(page, { embedded: "", theme: query.get("theme") ?? "auto" });
    const linked = /^#ink=\d+\.n/.test(location.hash) && "number";
    const kept = () => /^(#data)?$/.test(location.hash) && localStorage.getItem("inkling.mode");
    const mode = embedded ? query.get("mode") : linked || kept();
    if (early && mode === "number") page.mode = "number";
} catch {
    // The browser forbids its storage, and keeps nothing.
}

// Where the page does not start, the service worker is had all the same, empty: whatever of a wrong type, or damaged, the browser
// keeps of the site by now, it lets nothing through on the next visit that is not right. Otherwise app/ui/offline.py sees to it.
{
    const [SOON, LATEST] = [2500, 8000]; // ms after a fault, and after this script
    const absent = () => document.documentElement.dataset.state === "loading" && !("drawable" in document.documentElement.dataset);
    const guard = async () => {
        try {
            const registration = absent() && (await navigator.serviceWorker?.register("sw.js"));
            registration?.installing?.postMessage("at-once");
        } catch {
            // The host has lost it, or the browser has none for this page.
        }
    };
    const fault = () => setTimeout(guard, SOON);
    for (const type of ["error", "unhandledrejection"]) addEventListener(type, fault, { capture: true, once: true });
    setTimeout(guard, LATEST);
}
