"""The view "Check the claims": MNIST's test images through the network that answers, slice by slice, in the worker."""
from asyncio import create_task, sleep

from app.core.errors import InklingError
from app.ui.views.check.mistakes import Gallery
from app.ui.views.check.tally import Tally, matrix_rows, verdict
from app.ui.views.inside.formula import thousands

SLICE = 200
IMAGES = "data/mnist-test.bin"


class Check:
    name = "check"
    alone = False

    def __init__(self, window, root, *, asker, on_lend):
        self.window = window
        self.asker = asker
        find = root.querySelector
        self.title, self.claim = find(".title"), find(".claim")
        self.run, self.stop = find(".run"), find(".stop")
        self.progress, self.outcome = find("progress"), find(".outcome")
        self.matrix = find(".confusion tbody")
        find(".confusion thead").innerHTML = "<tr><td></td>%s<th scope=col>right</th></tr>" % "".join(
            ["<th scope=col>%d</th>" % digit for digit in range(10)])
        self.matrix.innerHTML = matrix_rows(None)
        self.gallery = Gallery(find(".gallery"), asker=asker, on_lend=on_lend)
        self.network = None
        self.running = False
        self.wanted = False
        self.run.addEventListener("click", lambda event: self.begin())
        self.stop.addEventListener("click", lambda event: self.cancel())

    def of(self, network):
        """From now on about this network; what was counted for another is not shown as this one's."""
        self.network = network
        self.title.textContent = network.title
        self.claim.textContent = "%.2f%%" % (100 * network.mnist) if network.mnist is not None else "nothing known"
        self.cancel()
        self.reset("Fetches 1.6 MB once, then works offline.")

    def reset(self, words):
        self.outcome.textContent = words
        self.progress.value = 0
        self.matrix.innerHTML = matrix_rows(None)
        self.gallery.show([])

    def begin(self):
        if not self.running and self.network:
            self.running = self.wanted = True
            create_task(self.test(self.network))

    def cancel(self):
        self.wanted = False

    async def test(self, network):
        """Read all images unless cancelled. The answer at the pad goes first: a slice waits for it, not it for a slice."""
        self.run.disabled, self.stop.disabled = True, False
        self.outcome.setAttribute("aria-live", "off")  # fifty slices; only what comes out in the end is worth hearing
        self.reset("Fetching the test images\u2026")
        tally = Tally()
        try:
            address = self.window.URL.new(IMAGES, self.window.document.baseURI).href
            total = (await self.asker.ask("open_test", {"url": address}))["count"]
            self.progress.max = total
            while tally.count < total and self.wanted:
                reply = await self.asker.ask("check", {"network": network.name, "start": tally.count, "count": SLICE})
                if not reply["labels"]:
                    break
                tally.add(reply["start"], reply["labels"], reply["read"], reply["confidence"], reply["seconds"])
                if self.network is not network:
                    return
                self.progress.value = tally.count
                self.outcome.textContent = "%s of %s read, %d wrong." % (
                    thousands(tally.count), thousands(total), len(tally.mistakes))
                self.matrix.innerHTML = matrix_rows(tally)
                self.gallery.show(tally.mistakes)
                await sleep(0.001)
            self.outcome.setAttribute("aria-live", "polite")
            if self.network is network and tally.count:
                whole = tally.count == total
                self.outcome.textContent = ("" if whole else "Cancelled. ") + verdict(tally, network.mnist if whole else None)
        except InklingError as error:
            self.outcome.setAttribute("aria-live", "polite")
            self.outcome.textContent = "%s%s." % (str(error)[:1].upper(), str(error)[1:])
        finally:
            self.running = False
            self.run.disabled, self.stop.disabled = False, True

    def calls(self, drawing):
        return {}

    def show(self, drawing, told):
        """Nothing here follows the drawing."""

    def clear(self):
        """Nor is anything taken away with it."""
