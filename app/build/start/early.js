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

// Where a link holds numbers, or they were read last, the pad is wide from the first moment on; app/ui/modes.py says what else
// that means.
try {
    const early = performance.getEntriesByName("inkling-drawable").length === 0;
    const numbers = /^#ink=\d+\.n/.test(location.hash)
        || (localStorage.getItem("inkling.mode") === "number" && /^(#data)?$/.test(location.hash));
    if (early && numbers) document.documentElement.dataset.mode = "number";
} catch {
    // The browser forbids its storage, and keeps nothing.
}
