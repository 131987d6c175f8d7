"""The view "Other networks": all of them on the same drawing, which of them answers, and one's own beside them."""
from asyncio import create_task

from app.core.errors import InklingError
from app.ui.answer import percent
from app.ui.views.inside.formula import thousands

UNKNOWN = "\u2013"


class Compare:
    """on_choose(network) is called when the visitor lets another network answer."""

    name = "compare"
    alone = False

    def __init__(self, root, *, zoo, on_choose):
        self.root = root
        self.zoo = zoo
        self.on_choose = on_choose
        self.on_choice = None
        self.body = root.querySelector("tbody")
        self.refusal = root.querySelector(".refusal")
        self.now = root.querySelector("summary span")
        self.rows = []
        self.begun = False
        self.body.addEventListener("change", self.chosen)
        own = root.querySelector("input[type=file]")
        own.addEventListener("change", lambda event: self.bring(own.files))
        root.addEventListener("toggle", lambda event: root.open and self.begin())
        root.addEventListener("dragover", self.hover)
        root.addEventListener("dragleave", lambda event: root.classList.remove("dropping"))
        root.addEventListener("drop", self.drop)

    def list(self):
        """A row for every network that has none yet."""
        for at in range(len(self.rows), len(self.zoo.networks)):
            network = self.zoo.networks[at]
            self.body.insertAdjacentHTML("beforeend", (
                '<tr><th scope="row"><label><input type="radio" name="network" value="%d"%s> <span></span></label></th>'
                '<td class="reads"></td><td class="share"></td><td>%s</td><td>%s</td><td>%s</td></tr>') % (
                    at, "" if at else " checked", thousands(network.parameters), rate(network.mnist), rate(network.drawings)))
            row = self.body.lastElementChild
            row.querySelector("label span").textContent = network.title
            self.rows.append((row, row.querySelector(".reads"), row.querySelector(".share")))

    def begin(self):
        """The view is open and the list is there: get what it lists, once."""
        if self.root.open and self.rows and not self.begun:
            self.begun = True
            create_task(self.load())

    async def load(self):
        """Hand all networks to the worker, one after the other; each reads along as soon as it is there."""
        for network in self.zoo.networks:
            if network.name is None:
                try:
                    await self.zoo.fetch(network)
                except InklingError as error:
                    self.refusal.textContent = "%s." % error
                self.on_choice()

    def calls(self, drawing):
        names = [network.name for network in self.zoo.networks if network.name is not None]
        return {"compare": {"networks": names}} if names else {}

    def show(self, drawing, told):
        answers = {}
        for answer in told["compare"]["answers"] if "compare" in told else []:
            answers[answer["network"]] = answer
        for network, (row, reads, share) in zip(self.zoo.networks, self.rows):
            answer = answers.get(network.name)
            if answer is None:
                continue
            probability = answer["probabilities"][answer["digit"]]
            reads.textContent = "%d" % answer["digit"]
            row.className = "sure" if answer["sure"] else "unsure"
            share.textContent = percent(probability)
            share.style.setProperty("--share", "%.3f" % probability)

    def clear(self):
        for row, reads, share in self.rows:
            row.className = ""
            reads.textContent = share.textContent = UNKNOWN
            share.style.setProperty("--share", "0")

    # Choosing and bringing along

    def chosen(self, event):
        create_task(self.let_answer(int(event.target.value)))

    async def let_answer(self, at):
        network = self.zoo.networks[at]
        try:
            await self.zoo.fetch(network)
        except InklingError as error:
            self.refusal.textContent = "%s." % error
            return
        self.now.textContent = "the same ink, read by each of them" if at == 0 else "answering now: " + network.title
        self.on_choose(network)

    async def pick(self, at):
        """Choose a network in the visitor's stead."""
        self.rows[at][0].querySelector("input").checked = True
        await self.let_answer(at)

    def remove(self, at):
        """Strike a network off the list."""
        self.zoo.networks.pop(at)
        self.rows.pop(at)[0].remove()
        for place, row in enumerate(self.rows):
            row[0].querySelector("input").value = "%d" % place

    def hover(self, event):
        event.preventDefault()
        self.root.classList.add("dropping")

    def drop(self, event):
        event.preventDefault()
        self.root.classList.remove("dropping")
        self.bring(event.dataTransfer.files)

    def bring(self, files):
        create_task(self.take([files.item(at) for at in range(files.length)]))

    async def take(self, files):
        for file in files:
            try:
                network = await self.zoo.take(file)
            except InklingError as error:
                self.refusal.textContent = "%s." % error
                continue
            self.refusal.textContent = "%s is in the list now." % network.title
            self.list()
            self.on_choice()


def rate(share):
    return UNKNOWN if share is None else "%.2f%%" % (100 * share)
