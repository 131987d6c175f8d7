"""The view "Other networks": all of them on the same drawing, which of them answers, and one's own beside them."""
from asyncio import create_task

from app.core.errors import InklingError
from app.ui.answer import percent
from app.ui.browser import say, sentence
from app.ui.drops import listed
from app.ui.pictures import is_picture
from app.ui.views.view import View
from app.ui.words import percent as in_percent
from app.ui.words import word

UNKNOWN = "\u2013"
ROW = ('<tr><th scope="row"><label><input type="radio" name="network"> <span><b></b><small></small></span></label></th>'
       '<td class="reads"></td><td class="share"></td><td>%s</td><td>%s</td></tr>')


class Row:
    """One network's line in the table."""

    def __init__(self, body, network):
        self.network = network
        body.insertAdjacentHTML("beforeend", ROW % (rate(network.mnist), rate(network.drawings)))
        self.element = body.lastElementChild
        find = self.element.querySelector
        self.radio, self.reads, self.share = find("input"), find(".reads"), find(".share")
        find("b").textContent = network.summary
        find("small").textContent = network.title
        self.show(None)

    def show(self, answer):
        """answer: what this network makes of the drawing, or None."""
        if answer is None:
            self.element.className = ""
            self.reads.textContent = self.share.textContent = UNKNOWN
            self.share.style.setProperty("--share", "0")
            return
        probability = answer["probabilities"][answer["digit"]]
        self.element.className = "sure" if answer["sure"] else "unsure"
        self.reads.textContent = str(answer["digit"])
        self.share.textContent = percent(probability)
        self.share.style.setProperty("--share", f"{probability:.3f}")


class Compare(View):
    name = "compare"

    def __init__(self, root, *, networks):
        self.root = root
        self.networks = networks
        find = root.querySelector
        self.body, self.refusal, self.now = find("tbody"), find(".refusal"), find("summary > span")
        self.rows = []
        self.begun = 0  # the worker's generation that has been given all of them
        networks.on_change.append(self.list)
        self.body.addEventListener("change", self.chosen)
        own = find("input[type=file]")
        own.addEventListener("change", lambda event: create_task(self.take(listed(own))))
        root.addEventListener("toggle", lambda event: self.begin())
        root.addEventListener("dragover", self.hover)
        root.addEventListener("dragleave", lambda event: root.classList.remove("dropping"))
        root.addEventListener("drop", self.drop)

    def list(self):
        """The networks, or which of them answers, have changed."""
        wanted = self.networks.all
        for row in [row for row in self.rows if row.network not in wanted]:
            self.rows.remove(row)
            row.element.remove()
        listed = [row.network for row in self.rows]
        self.rows += [Row(self.body, network) for network in wanted if network not in listed]
        for row in self.rows:
            row.radio.checked = row.network is self.networks.answering
        now = self.networks.at_pad
        say(self.now, word("compare.subtitle") if now in (None, self.networks.default) else word("compare.now", title=now.title))
        self.begin()
        self.on_choice()

    def begin(self):
        """The view is open and the list is there: get what it lists, once for every worker."""
        client = self.networks.client
        if self.root.open and self.rows and client.able and self.begun != client.generation:
            self.begun = client.generation
            create_task(self.load())

    async def load(self):
        """Hand all networks to the worker, one after the other; each reads along as soon as it is there."""
        for network in list(self.networks.all):
            await self.trying(self.networks.load(network))

    async def trying(self, doing):
        """Whatever is wrong with a network is said below the table; returns what came of it, or None."""
        try:
            return await doing
        except InklingError as error:
            say(self.refusal, sentence(error))
            return None

    def calls(self, drawing):
        names = [network.name for network in self.networks.all if self.networks.loaded(network)]
        return {"compare": {"networks": names}} if names else {}

    def show(self, drawing, told):
        answers = {}
        for answer in told["compare"]["answers"] if "compare" in told else []:
            answers[answer["network"]] = answer
        for row in self.rows:
            row.show(answers.get(row.network.name) if self.networks.loaded(row.network) else None)

    def clear(self):
        for row in self.rows:
            row.show(None)

    # Choosing and bringing along

    def chosen(self, event):
        [row] = [row for row in self.rows if row.radio.isSameNode(event.target)]
        create_task(self.let_answer(row.network))

    async def let_answer(self, network):
        say(self.refusal, word("compare.own_is"))
        await self.trying(self.networks.choose(network))
        self.list()  # the mark goes back to the one before, if this one could not be loaded

    def hover(self, event):
        event.preventDefault()
        self.root.classList.add("dropping")

    def drop(self, event):
        """Files of weights; pictures are for the page."""
        self.root.classList.remove("dropping")
        files = listed(event.dataTransfer)
        if not any(is_picture(file) for file in files):
            event.preventDefault()
            create_task(self.take(files))

    async def take(self, files):
        told = []
        for file in files:
            try:
                told.append(word("compare.taken", title=(await self.networks.take(file)).title))
            except InklingError as error:
                told.append(f"{error}.")
        if told:
            say(self.refusal, " ".join(told))


def rate(share):
    return UNKNOWN if share is None else in_percent(share, 2)
