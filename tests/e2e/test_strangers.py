"""What other scripts hand to the page, and what somebody else put into its storage: neither can hurt."""

import json

from tests.drawings import FOUR, THREE
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, SOON, draw, only_chromium, seen, settle, start
from tests.e2e.teaching import COUNTS, KEPT, visit

# Each is given to each function. A promise that is not settled within 5 seconds, and anything thrown at once, are told apart.
GIVEN = """(async () => {
    const bad = () => { throw new Error("trap"); };
    const cycle = [[[1, 2]]]; cycle.push(cycle);
    let nested = 7; for (let depth = 0; depth < 3000; depth++) nested = [nested];
    const {proxy, revoke} = Proxy.revocable([], {}); revoke();
    const detached = new Uint8Array(784); structuredClone(detached.buffer, {transfer: [detached.buffer]});
    const far = []; far[2 ** 32 - 2] = [[1, 2]];
    const promise = Promise.reject(new Error("no")); promise.catch(() => 0);
    const given = {
        cycle, nested, proxy, promise, detached, bigint: 10n, bigints: [[[1n, 2n]]], bigtyped: new BigInt64Array(784),
        "symbol": Symbol("ink"), "function": () => 1, "functions": [[[() => 1, 2]]], "class": class {}, "window": window,
        "getter": [[Object.defineProperty([1, 2], 0, {get: bad, enumerable: true})]],
        "hidden": Object.defineProperty([], 0, {get: bad}),
        "getters": Object.defineProperty([], 0, {get: bad, enumerable: true}), "inner revoked": [[proxy]],
        "traps": new Proxy([], {get: bad, getPrototypeOf: bad, has: bad, ownKeys: bad}), "inner trap": [new Proxy([], {get: bad})],
        "lying proxy": new Proxy([], {get: (all, name) => name === "length" ? 1e9 : 7}), "thenable": {then: bad},
        "lying": Object.defineProperty(new Float32Array(784), "length", {get: bad}), "toJSON": {toJSON: bad},
        "million": [Array(1e6).fill([1, 2])], "million strokes": Array(1e6).fill([[1, 2]]), "many": [Array(20001).fill([1, 2])],
        "sparse": far, "sparse stroke": [far], "sparse point": [[Array(4e9)]], "sparse coordinate": [[[Array(4e9), 1]]],
        "long": [[["9".repeat(3e6), 1]]], "huge": "x".repeat(2e7), "hundred million": new Uint8Array(1e8),
        "node": [[document.body]], "date": [[new Date(NaN)]], "map": new Map([[1, 2]]), "regexp": /ink/, "NaN": NaN, "null": null,
        "nothing": undefined, "nothing in it": [undefined, [undefined]], "text": "ink", "lone": "\\ud800",
        "lone in it": [["\\ud800"]], "nulls": [[[null, null]]], "infinite": [[[Infinity, 1]]], "far": [[[3e9, 1]]],
        "object": {length: 784}, "view": new DataView(new ArrayBuffer(784)), "buffer": new ArrayBuffer(784),
        "named": Object.assign([[[1, 2]]], {strokes: bad}),
        "file that is too large": new Blob(Array(70).fill(new Uint8Array(1e6))), "NaNs": new Float32Array(784).fill(NaN),
        "infinities": new Float64Array(784).fill(Infinity), "785": new Uint8Array(785),
    };
    const told = {};
    for (const name of ["read", "readPixels", "readPicture", "readNumber"]) for (const kind in given) {
        const started = performance.now();
        let message;
        try {
            const late = new Promise(done => setTimeout(done, 5000, "LATE"));
            message = await Promise.race([inkling[name](given[kind]).then(() => "READ", error => error.message), late]);
        } catch (error) { message = "THROWN " + error; }
        told[name + " " + kind] = [message, Math.round(performance.now() - started)];
    }
    const without = [];
    for (const name in inkling) without.push(await inkling[name]().catch(error => error.message));
    return [told, without, (await inkling.read(%s)).digit];
})()"""


@only_chromium
def test_whatever_a_script_hands_over_is_refused_in_a_sentence_and_soon(engine, small_site, tmp_path):
    with hosting(small_site, scratch=tmp_path) as host:
        page = engine.new_page()
        start(page, host.url, "failed")
        told, without, digit = page.js(GIVEN % THREE)
        assert len(told) > 200
        for what, (message, took) in told.items():
            name = what.split()[0]
            assert message.startswith(f"inkling.{name}: "), (what, message)
            assert len(message) < 200 and "\n" not in message, (what, message)
            assert took < 4000, (what, took)
        assert all(message.startswith("inkling.") for message in without)
        assert digit == 3
        assert seen(page)["notice"] is None or "broke" not in seen(page)["notice"]
        page.close()


# What another program, or a disk, has left in the browser: one good drawing among the bad, and a network of brackets.
LEFT = """new Promise((resolve, reject) => {
    const opening = indexedDB.open("inkling", 1), good = %s;
    const make = name => opening.result.createObjectStore(name, {keyPath: "id"});
    opening.onupgradeneeded = () => ["drawings", "networks"].forEach(make);
    opening.onerror = reject;
    opening.onsuccess = () => {
        const writing = opening.result.transaction(["drawings", "networks"], "readwrite");
        const put = record => writing.objectStore("drawings").put(record);
        put({id: "a", label: "3", strokes: "[".repeat(5000) + "]".repeat(5000), time: 1});
        put({id: "b", label: 3, strokes: good, time: 1}); put({id: 7, label: "3", strokes: good, time: 1}); put({id: "c"});
        put({id: "d", label: "3", strokes: [[[1, 2]]], time: 1}); put({id: "e", label: "3", strokes: "[[[1e300,1]]]", time: 1});
        put({id: "f", label: "\\ud800", strokes: good, time: new Map()}); put({id: "g", label: "4", strokes: good, time: NaN});
        writing.objectStore("networks").put({id: "mine", text: %s, chosen: true, mnist: NaN, started_from: {}});
        writing.oncomplete = () => { opening.result.close(); resolve(true); };
    };
    localStorage.setItem("inkling.drawing", "[".repeat(5000) + "]".repeat(5000));
    localStorage.setItem("inkling.numbers", "7"); localStorage.setItem("inkling.characters", '[{"a": [1]}]');
    localStorage.setItem("inkling.drawing.tempo", "[[[1e999]]]"); localStorage.setItem("inkling.mode", "{}");
    localStorage.setItem("inkling.network", ""); localStorage.setItem("inkling.language", "\\ud800");
    localStorage.setItem("inkling.keys", "7");
})"""
SAID = "document.querySelector('#teach .kept').closest('.view').textContent"


@only_chromium
def test_whatever_was_left_in_the_browser_the_page_starts_reads_and_says_what_is_damaged(pupil, whole):
    text = json.dumps('{"format": "inkling-weights", "version": ' + "[" * 5000 + "]" * 5000 + "}")
    pupil.open(whole.url + "blank.html")
    pupil.js(LEFT % (json.dumps(json.dumps(FOUR)), text))
    visit(pupil, whole.url)
    notice = seen(pupil)["notice"] or ""
    assert "laid aside" in notice or "was refused" in notice
    assert pupil.js("localStorage.getItem('inkling.drawing.damaged').length") == 10_000
    assert pupil.js(COUNTS) == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    assert "7 more could not be read" in pupil.js(KEPT)
    pupil.wait(f"{SAID}.includes('Your own network was refused: it is nested too deeply')", seconds=SOON)
    draw(pupil, THREE)
    now = settle(pupil, seconds=BOOT)
    assert (now["digit"], now["source"]) == ("3", "full")
    pupil.js("document.getElementById('clear').click()")
