"""The dialog that shares what is on the pad: as a link, as a QR code of it, as a picture."""
from asyncio import create_task

from app.core.errors import InklingError
from app.ui import offline
from app.ui.browser import address, js_object, nodes, promised, say, sentence, show
from app.ui.download import download
from app.ui.links.picture import png, svg
from app.ui.links.proved import fragment_of
from app.ui.words import told, word

QR = "data/qr.zip"  # segno, which the worker fetches when a code is first asked for
QUIET = 4  # modules around the code


class Dialog:
    """root: the <dialog>. digits, number_reader: who reads what is on the pad."""

    def __init__(self, window, root, *, pad, modes, digits, number_reader):
        self.window, self.root, self.document = window, root, window.document
        self.pad, self.modes, self.digits, self.number_reader = pad, modes, digits, number_reader
        self.link = ""  # the whole address
        find = root.querySelector
        self.linked, self.field, self.said, self.none = find(".linked"), find("#link"), find(".said"), find(".none")
        self.code, self.code_said = find(".code"), find(".code-said")
        self.copier, self.sender, self.coder = find(".copy"), find(".send"), find(".qr")
        self.copier.addEventListener("click", lambda event: create_task(self.copy()))
        self.sender.addEventListener("click", lambda event: self.send())
        self.coder.addEventListener("click", lambda event: create_task(self.show_code()))
        find(".svg").addEventListener("click", lambda event: self.save(svg=True))
        find(".png").addEventListener("click", lambda event: self.save(svg=False))

    def open(self):
        """Make the link, copy it, and say so."""
        drawn = self.pad.picture is None
        show(self.linked, drawn)
        show(self.code, False)
        self.coder.setAttribute("aria-expanded", "false")
        for button in nodes(self.root, ".picture button"):
            button.disabled = not drawn
        say(self.none, "" if drawn else word("share.photo"))
        say(self.said, word("share.making"))
        say(self.code_said, "")
        self.field.value = self.link = ""
        show(self.sender, hasattr(self.window.navigator, "share"))
        for button in (self.copier, self.sender, self.coder):
            button.disabled = True
        if not self.root.open:
            self.root.showModal()
        if drawn:
            create_task(self.make())

    async def make(self):
        pad, location = self.pad, self.window.location
        try:
            fragment = await fragment_of(pad.strokes, pad.tempo.of(pad.strokes), mode=self.modes.name, view=self.open_view(),
                                         digits=self.digits, number_reader=self.number_reader)
        except InklingError as error:
            show(self.linked, False)
            say(self.none, sentence(told(str(error))))
            return
        self.link = f"{location.origin}{location.pathname}#{fragment}"
        self.field.value = self.link
        for button in (self.copier, self.sender, self.coder):
            button.disabled = False
        await self.copy()

    def open_view(self) -> str:
        """The id of the view that the visitor has opened last, of those still open; "" for none."""
        views = [each.id for each in nodes(self.document, "details.view[open]")]
        last = str(self.window.location.hash)[1:]
        return last if last in views else views[0] if views else ""

    async def copy(self):
        self.field.focus()
        self.field.select()
        try:
            await promised(self.window, self.window.navigator.clipboard, "writeText", self.link)
        except Exception:  # the browser's own; there may be no clipboard at all, as on a plain http address
            say(self.said, word("share.refused"))
        else:
            say(self.said, word("share.copied"))

    def send(self):
        """Hand the link to the platform's own sheet, which tells by itself what becomes of it."""
        what = js_object(self.window, {"title": "Inkling", "text": word("share.text"), "url": self.link})
        promised(self.window, self.window.navigator, "share", what).catch(
            lambda error: self.window.console.info(f"Not shared: {error}"))

    async def show_code(self):
        """Show the QR code, or hide it again."""
        shown = self.code.hidden
        show(self.code, False)
        self.coder.setAttribute("aria-expanded", "true" if shown else "false")
        if not shown:
            return
        client = self.number_reader.client
        try:
            if not client.able:
                say(self.code_said, word("share.away"))
                return
            made = await client.call("qr", {"url": address(self.window, QR), "text": self.link})
        except InklingError as error:
            say(self.code_said, sentence(told(str(error))))
            return
        offline.keep(self.window, QR)
        rows = made["rows"]
        picture, side = self.code.querySelector("svg"), len(rows) + 2 * QUIET
        picture.setAttribute("viewBox", f"0 0 {side} {side}")
        picture.querySelector("path").setAttribute("d", modules(rows))
        say(self.code_said, "")
        show(self.code, True)
        self.code.scrollIntoView(js_object(self.window, {"block": "nearest"}))

    # Pictures

    def save(self, *, svg):
        create_task(self.save_picture(svg))

    async def save_picture(self, as_text):
        large, words = self.read()
        text = svg(self.pad.sheet, large=large, **words)
        name = "".join([each for each in large if each.isdigit()])[:20]
        name = f"inkling-{name}" if name else "inkling"
        if as_text:
            download(self.window, f"{name}.svg", "image/svg+xml", [text])
            return
        try:
            blob = await png(self.window, text, self.pad.sheet.across)
        except Exception as error:  # the browser's own, whose type differs by engine
            self.window.console.info(f"No picture: {error}")
            blob = None
        if blob:
            download(self.window, f"{name}.png", "image/png", [blob])
        else:
            say(self.none, word("share.unsaved"))

    def read(self):
        """(what stands large on the page, the words that stand beside it) as `svg` takes them."""
        def text(selector):
            return str(self.document.querySelector(selector).textContent).strip()

        if self.modes.name == "digit":
            large, sure, said = text("#answer"), "#answer[data-sure='true']", text("#sentence")
            digit = self.document.querySelector("#answer").getAttribute("data-digit")
            probability = text(f"#v{digit}") if digit and large != "?" else ""
        else:
            above, large, sure = text("#sum .above"), text("#number"), "#number[data-sure='true']"
            certain = self.document.querySelector(sure)
            said, probability = above, "" if certain or not large else text("#sum .explained")
        found = self.document.querySelector(sure) is not None
        return large, {"sure": found, "sentence": said, "probability": probability, "signature": word("share.signature")}


def modules(rows) -> str:
    """Path data of the dark modules. rows: of each row of the code "1" for a dark one and "0" for a light one."""
    parts = []
    for y in range(len(rows)):
        x = 0
        for run in rows[y].replace("01", "0 1").replace("10", "1 0").split(" "):
            if run[0] == "1":
                parts.append(f"M{x + QUIET} {y + QUIET}h{len(run)}v1h-{len(run)}z")
            x += len(run)
    return "".join(parts)
