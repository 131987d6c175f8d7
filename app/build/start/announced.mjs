// Before PyScript's own code: from here on Python asks for what app/build/start/early.js would announce a moment later, and a file
// that is announced behind its request is fetched twice.
document.head.append(document.getElementById("announced")?.content ?? "");

