"""Pictures of digits as tests draw them, and what a person does with one on the page, in terms of a page of any engine."""
import base64
import io

from PIL import Image, ImageDraw

from tests.e2e.pad import SOON

# What was found in the picture that lies on the pad now, turned and cropped as it is; "" while it is being read.
FOUND = "document.getElementById('photo-found').textContent"
SOURCE = "document.querySelector('#photo img').src"
# What a person sees of a picture on the pad, in one look.
SEEN = """(() => {
    const find = name => document.getElementById(name), shows = name => find(name).checkVisibility?.() ?? !find(name).hidden;
    const path = each => document.querySelector(`#photo ${each}`)?.getAttribute("d") ?? "", {digit, sure} = find("answer").dataset;
    return {
        photo: !find("photo").hidden, pad: !find("pad").hidden, turned: find("photo").dataset.turn,
        found: path(".found:not(.under)"), frame: path(".frame"), turn: shows("turn"), whole: shows("whole"),
        digit: digit ?? null, sure: sure ?? null, sentence: find("sentence").textContent,
        notice: find("notice").hidden ? null : find("notice-text").textContent,
        inked: find("picture").getContext("2d").getImageData(0, 0, 28, 28).data.some(value => value > 0),
    };
})()"""
# argument: {type: of the event, on: a selector, files: [{name, type, data in base64}, ...]}. Whether the browser was kept from
# what it does itself. Both kinds of event are made as plain ones, because engines differ in what they let scripts put in.
SEND = """(({type, on, files}) => {
    const held = new DataTransfer();
    for (const {name, type, data} of files) {
        held.items.add(new File([Uint8Array.from(atob(data), each => each.charCodeAt(0))], name, {type}));
    }
    const event = new Event(type, {bubbles: true, cancelable: true});
    Object.defineProperty(event, type === "paste" ? "clipboardData" : "dataTransfer", {value: held});
    document.querySelector(on).dispatchEvent(event);
    return event.defaultPrevented;
})(argument)"""


def picture(*digits, size=(600, 800), paper="white", pen="black", turn=0, form="PNG", mode="RGB"):
    """A picture file. digits: (strokes in a square of 100, left, top, side) each; turn: quarter turns clockwise of the whole."""
    made = Image.new("RGB", size, paper)
    drawing = ImageDraw.Draw(made)
    for strokes, left, top, side in digits:
        width = side // 11
        for stroke in strokes:
            points = [(left + x * side / 100, top + y * side / 100) for x, y in stroke]
            drawing.line(points, fill=pen, width=width)
            for x, y in points:
                drawing.ellipse([x - width / 2, y - width / 2, x + width / 2, y + width / 2], fill=pen)
    stored = io.BytesIO()
    made.rotate(-90 * turn, expand=True).convert(mode).save(stored, form)
    return stored.getvalue()


def file(data, name="three.png", type="image/png"):
    """For SEND."""
    return {"name": name, "type": type, "data": base64.b64encode(data).decode()}


def send(page, type, *files, on="body"):
    return page.js(SEND, {"type": type, "on": on, "files": list(files)})


def drop(page, *files, on="body"):
    return [send(page, type, *files, on=on) for type in ("dragover", "drop")]


def look(page):
    return page.js(SEEN)


def read(page, act):
    """Do something that has a picture read, and wait for what is found in it then, be it in the same words as before."""
    page.js("(wordsBefore = document.getElementById('photo-found').firstChild, true)")
    act()
    page.wait(f"{FOUND} !== '' && document.getElementById('photo-found').firstChild !== wordsBefore", seconds=SOON)
    return look(page)


def over(page, *points):
    """Points in percent of the pad's side, over the picture on it, as places in the window."""
    page.js("document.getElementById('photo').scrollIntoView({block: 'nearest', behavior: 'instant'})")
    left, top, width, height = page.js(
        "(box => [box.left, box.top, box.width, box.height])(document.getElementById('photo').getBoundingClientRect())")
    return [(left + width * x / 100, top + height * y / 100) for x, y in points]


def crop(page, *points):
    """Drag over a part of the picture with the real pointer."""
    first, *rest = over(page, *points)
    page.press(*first)
    page.move(rest)
    page.release()
