"""What other scripts hand to the page, and what somebody else put into its storage: neither can hurt."""
import pytest

from tests.drawings import THREE
from tests.e2e.host import hosting
from tests.e2e.pad import only_chromium, seen, start

# Each is given to each function. A promise that is not settled within 5 seconds, and anything thrown at once, are told apart.
GIVEN = """(async () => {
    const cycle = [[[1, 2]]]; cycle.push(cycle);
    let nested = 7; for (let depth = 0; depth < 3000; depth++) nested = [nested];
    const {proxy, revoke} = Proxy.revocable([], {}); revoke();
    const bad = () => { throw new Error("trap"); };
    const detached = new Uint8Array(784); structuredClone(detached.buffer, {transfer: [detached.buffer]});
    const lying = new Float32Array(784); Object.defineProperty(lying, "length", {get: bad});
    const far = []; far[2 ** 32 - 2] = [[1, 2]];
    const given = {
        bigint: 10n, bigints: [[[1n, 2n]]], bigtyped: new BigInt64Array(784), cycle, nested, proxy, symbol: Symbol("ink"),
        "getter": [[Object.defineProperty([1, 2], 0, {get: bad})]], "getters": Object.defineProperty([], 0, {get: bad}),
        "traps": new Proxy([], {get: bad, getPrototypeOf: bad, has: bad, ownKeys: bad}), "inner trap": [new Proxy([[1, 2]], {get: bad})],
        "inner revoked": [[proxy]], "lying proxy": new Proxy([], {get: (all, name) => name === "length" ? 1e9 : 7}),
        "million": [Array(1e6).fill([1, 2])], "million strokes": Array(1e6).fill([[1, 2]]), "sparse": far, "sparse stroke": [far],
        "sparse point": [[Array(4e9)]], "sparse coordinate": [[[Array(4e9), 1]]], "many": [Array(20001).fill([1, 2])],
        "long": [[["9".repeat(3e6), 1]]], "function": () => 1, "functions": [[[() => 1, 2]]], "class": class {}, "window": window,
        "node": [[document.body]], "promise": Promise.reject(new Error("no")), "thenable": {then: bad}, "date": [[new Date(NaN)]],
        "map": new Map([[1, 2]]), "regexp": /ink/, "NaN": NaN, "null": null, "nothing": undefined, "text": "ink", "huge": "x".repeat(2e7),
        "lone": "\\ud800", "lone in it": [["\\ud800"]], "nulls": [[[null, null]]], "infinite": [[[Infinity, 1]]], "far": [[[3e9, 1]]],
        "toJSON": {toJSON: bad}, "detached": detached, "lying": lying, "shared": new DataView(new ArrayBuffer(784)), "object": {length: 784},
        "hundred million": new Uint8Array(1e8), "buffer": new ArrayBuffer(784), "named": Object.assign([[[1, 2]]], {strokes: bad}),
    };
    const told = {};
    for (const name of ["read", "readPixels", "readPicture", "readNumber"]) for (const kind in given) {
        const started = performance.now();
        let message;
        try {
            const late = new Promise(done => setTimeout(done, 5000, {message: "LATE"}));
            message = (await Promise.race([inkling[name](given[kind]).then(() => ({message: "READ"})), late]).catch(error => error)).message;
        } catch (error) { message = "THROWN " + error; }
        told[name + " " + kind] = [message, Math.round(performance.now() - started)];
    }
    const without = [];
    for (const name in inkling) without.push(await inkling[name]().catch(error => error.message));
    given.promise.catch(() => 0);
    const well = await inkling.read(%s);
    return [told, without, well.digit];
})()"""


@only_chromium
def test_whatever_a_script_hands_over_is_refused_in_a_sentence_and_soon(engine, small_site, tmp_path):
    with hosting(small_site, scratch=tmp_path) as host:
        page = engine.new_page()
        start(page, host.url, "failed")
        told, without, digit = page.js(GIVEN % THREE)
        for what, (message, took) in told.items():
            print(what, message, took)
        for what, (message, took) in told.items():
            name = what.split()[0]
            assert message.startswith(f"inkling.{name}: "), (what, message)
            assert len(message) < 200 and "\n" not in message, (what, message)
            assert took < 4000, (what, took)
        assert all(message.startswith("inkling.") for message in without)
        assert digit == 3
        assert seen(page)["notice"] is None or "broke" not in seen(page)["notice"]
        page.close()
