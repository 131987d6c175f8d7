"""Which network read the drawing, said beside the answer where it is not the shipped one, with the way back to that."""
from asyncio import create_task

from app.ui.browser import move_focus, pad_of, say, show
from app.ui.words import word


class ReadBy:
    """page: <html>, whose data-network keeps the line's room from the start of a visit that begins with another network.
    reader: whose weights the page's own Python answers with."""

    def __init__(self, page, element, *, networks, reader):
        self.page, self.networks, self.reader = page, networks, reader
        self.words, self.back = element.querySelector("span"), element.querySelector("button")
        self.settled = False
        self.back.addEventListener("click", lambda event: create_task(self.go_back()))
        networks.on_change.append(self.make_room)

    def settle(self):
        """What earlier visits chose answers by now, or never will."""
        self.settled = True
        self.make_room()

    def make_room(self):
        networks = self.networks
        if networks.answering is not networks.default or self.words.textContent:
            self.page.setAttribute("data-network", "chosen")
        elif self.settled:
            self.page.removeAttribute("data-network")

    def show(self, result):
        """There is a new answer."""
        name = self.reader_of(result)
        say(self.words, word("networks.read_by", network=name) if name else "")
        default = self.networks.default
        show(self.back, name != "" and default is not None and result["source"] == "full")
        if default:
            say(self.back, word("networks.back_to", network=default.title.split(",")[0]))
        self.make_room()

    def reader_of(self, result):
        """The network that gave this answer, as it is called to people; "" for the shipped one."""
        networks = self.networks
        if result["source"] == "full":
            network = networks.called(result["network"])
            if network is None or network is networks.default:
                return ""
            return word("networks.own") if network.own else network.title
        own = self.reader.weights and networks.default and self.reader.weights.title != networks.default.title
        return word("networks.own") if own else ""

    async def go_back(self):
        await self.networks.choose(self.networks.default)
        move_focus(*pad_of(self.back.ownerDocument))
