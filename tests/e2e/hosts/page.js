// In the host pages of the tests: writes down what the pads tell and what the page's policy forbids.
window.log = [];
window.refused = [];
for (const name of ["ready", "read", "error"]) {
    document.addEventListener(`inkling-${name}`, ({ target, detail }) => window.log.push({ from: target.id, name, detail }));
}
document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
    window.refused.push(`${effectiveDirective} ${blockedURI}`);
});
