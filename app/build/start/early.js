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
