"""The view "Check the claims": MNIST's test images through the network that answers, slice by slice, in the worker."""
from asyncio import create_task, sleep

from app.core.errors import InklingError
from app.ui.browser import address, focused, hand_on_focus, say, sentence, show
from app.ui.views.check.mistakes import Mistakes
from app.ui.views.check.tally import Tally, matrix_head, matrix_rows, verdict
from app.ui.views.view import View
from app.ui.words import number, percent, word

SLICE = 200
IMAGES = "data/mnist-test.bin"


class Check(View):
    """on_lend(pixels, label): put this test image on the pad; base64 of 784 bytes, and the digit that it is."""

    name = "check"

    def __init__(self, window, root, *, client, networks, on_lend):
        self.window, self.root, self.client, self.networks = window, root, client, networks
        find = root.querySelector
        self.title, self.says, self.claim = find(".title"), find(".says"), find(".claim")
        self.run, self.stop = find(".run"), find(".stop")
        self.progress, self.count, self.outcome = find("progress"), find(".count"), find(".outcome")
        self.results, self.matrix = find(".results"), find(".confusion tbody")
        find(".confusion thead").innerHTML = matrix_head()
        self.mistakes = Mistakes(find(".gallery"), client=client, on_lend=on_lend)
        self.network = None
        self.running = self.wanted = self.fetched = False
        networks.on_change.append(self.of_whoever_answers)
        self.run.addEventListener("click", lambda event: self.begin())
        self.stop.addEventListener("click", lambda event: self.cancel())
        self.reset(word("check.invitation"))

    def of_whoever_answers(self):
        """About the network that answers; what was counted for another is not shown as this one's."""
        network = self.networks.answering
        if network is self.network or network is None:
            return
        self.network = network
        self.title.textContent = network.title
        known = network.mnist is not None
        self.says.textContent = word("check.says" if known else "check.says_not")
        self.claim.textContent = percent(network.mnist, 2) if known else ""
        self.cancel()
        self.reset(word("check.again" if self.fetched else "check.invitation"))

    def reset(self, words, tally=None):
        """Nothing is counted yet; with a tally, something is about to be, and its room is kept."""
        say(self.outcome, words)
        self.progress.value = 0
        say(self.count, "")
        show(self.results, tally is not None)
        self.tell(tally)

    def tell(self, tally):
        self.matrix.innerHTML = matrix_rows(tally) if tally else ""
        self.mistakes.show(tally.mistakes if tally else [])

    def busy(self, on):
        held = focused(self.root)
        self.running = on
        self.run.disabled = on
        for element in (self.stop, self.progress, self.count):
            show(element, on)
        hand_on_focus(held, self.stop, self.run)

    def begin(self):
        if not self.running and self.network:
            self.wanted = True
            create_task(self.test(self.network))

    def cancel(self):
        self.wanted = False

    async def test(self, network):
        """Read all images unless cancelled. The answer at the pad goes first: a slice waits for it, not it for a slice."""
        self.busy(True)
        tally = Tally()
        self.reset(word("check.fetching"), tally)
        words = ""
        try:
            total = (await self.client.call("open_test", {"url": address(self.window, IMAGES)}))["count"]
            self.progress.max = total
            self.fetched = True
            while tally.count < total and self.wanted:
                reply = await self.client.call("check", {"network": network.name, "start": tally.count, "count": SLICE})
                if not reply["labels"]:
                    break
                tally.add(reply["start"], reply["labels"], reply["read"], reply["confidence"], reply["seconds"])
                if self.network is not network:
                    break
                self.progress.value = tally.count
                say(self.count, word("check.so_far", read=number(tally.count), total=number(total), wrong=len(tally.mistakes)))
                self.tell(tally)
                await sleep(0.001)
            whole = tally.count == total
            if tally.count:
                words = verdict(tally, network.mnist if whole else None)
                words = words if whole else word("check.cancelled") + " " + words
        except InklingError as error:
            words = sentence(error)
        self.busy(False)
        if self.network is network:
            say(self.outcome, words or word("check.cancelled"))
            show(self.results, tally.count > 0)
