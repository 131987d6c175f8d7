// Part of the worker's start.js: PyScript first asks IndexedDB for packages that it may have kept, though here it keeps none. That
// takes its time, and where a browser forbids the page to keep anything, as in other people's pages, nothing would start.
const request = (result) => {
    const made = {};
    Promise.resolve().then(() => made.onsuccess({ target: { result } }));
    return made;
};
const store = { getAllKeys: () => request([]), clear: () => request() };
const database = { transaction: () => ({ objectStore: () => store }), close() {} };
Object.defineProperty(globalThis, "indexedDB", { value: { open: () => request(database) } });
