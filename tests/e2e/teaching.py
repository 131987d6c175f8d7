"""What a person who teaches the page does and sees, in terms of a page of any engine."""
import json
import re

from tests.drawings import FOUR, THREE
from tests.e2e.pad import BOOT, SOON, draw, settle, start

ASKED = "document.querySelector('#ask .ask').textContent"
KEPT = "document.querySelector('#teach .kept').textContent"
TOLD = "document.querySelector('#teach .told').textContent"
OUTCOME = "document.querySelector('#teach .outcome').textContent"
OWN_IS_KEPT = "document.querySelector('#teach .lasting').textContent.startsWith('You have a network of your own;')"
# What the database itself holds, whatever the page says: [label, number of strokes] in the order of keeping.
STORED = """new Promise((resolve, reject) => {
    const opening = indexedDB.open("inkling", 1);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const all = opening.result.transaction("drawings").objectStore("drawings").getAll();
        all.onsuccess = () => {
            opening.result.close();
            resolve(all.result.sort((a, b) => a.time - b.time).map(each => [each.label, JSON.parse(each.strokes).length]));
        };
    };
})"""
COUNTS = "[...document.querySelectorAll('#teach .counts span')].map(each => +each.textContent)"
OPEN = "document.getElementById('teach').open = true"
# Hands the page a file as a visitor would; argument: [name, text, how often it is repeated].
BRING = """(() => {
    const own = document.getElementById("own-drawings"), files = new DataTransfer();
    files.items.add(new File(Array(argument[2]).fill(argument[1]), argument[0]));
    own.files = files.files;
    own.dispatchEvent(new Event("change", {bubbles: true}));
})()"""
# Catches what the page hands to the visitor as a file.
CATCH = """(() => {
    caught = [];
    const make = URL.createObjectURL;
    URL.createObjectURL = blob => (blob.text().then(text => caught.push(text)), make.call(URL, blob));
})()"""


def visit(page, address, *states):
    start(page, address, *(states or ("ready",)), seconds=BOOT)
    page.wait("document.getElementById('views').dataset.state !== 'away'", seconds=SOON)
    page.wait(f"{KEPT} !== ''", seconds=SOON)
    page.js(OPEN)


def keep(page, strokes, digit):
    """Draw and tap the digit."""
    page.js("document.getElementById('clear').click()")
    draw(page, strokes)
    settle(page)
    page.click(f"#ask .digits button:nth-child({digit + 1})")
    page.wait(f"{ASKED}.startsWith('Thank you') || {ASKED}.includes('only until')", seconds=SOON)


def bring(page, name, text, times=1):
    """Import a file; returns what is said of it."""
    page.js(BRING, [name, text, times])
    page.wait(f"{TOLD}.startsWith({json.dumps(name)}) && {TOLD}.endsWith('.')", seconds=SOON)
    return page.js(TOLD)


def learn(page):
    """A whole lesson, and its network kept."""
    page.js("document.querySelector('#teach .run').click()")
    page.wait("!document.querySelector('#teach .adopt').disabled", seconds=BOOT)
    page.js("document.querySelector('#teach .adopt').click()")
    page.wait(f"{OUTCOME}.startsWith('Your own network answers')", seconds=SOON)
    page.wait(OWN_IS_KEPT, seconds=SOON)


def line(label, strokes):
    return json.dumps({"label": label, "strokes": strokes}) + "\n"


def lines(count, threes=THREE, fours=FOUR):
    """That many drawings, called 3 and 4 in turn, each a little further right."""
    return "".join(line("34"[at % 2], [[[x + at, y] for x, y in stroke] for stroke in (threes, fours)[at % 2]])
                   for at in range(count))


def is_one_sentence(text):
    return text.endswith(".") and "\n" not in text and not re.search(r"\. [A-Z]", text)
