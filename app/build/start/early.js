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
