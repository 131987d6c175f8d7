"""The view "Teach it your handwriting": what is kept, how well it is read, and the lessons learnt from it."""
import json
from asyncio import create_task, sleep

from app.core.errors import InklingError
from app.ui.views.asker import parse
from app.ui.views.inside.formula import thousands
from app.ui.views.teach.correction import Ask
from app.ui.views.teach.database import Database
from app.ui.views.teach.exchange import Exchange
from app.ui.views.teach.kept_drawings import Keeper
from app.ui.views.teach.lesson import Tuition
from app.ui.views.teach.own_network import Mine
from app.ui.views.teach.wall import Wall

JUDGED_AT_ONCE = 8  # drawings


class Teach:
    """look: the views as a whole, with the drawing at the pad and the networks."""

    name = "teach"
    alone = True

    def __init__(self, window, root, *, look):
        self.window, self.root, self.look = window, root, look
        self.asker = look.asker
        self.on_choice = None
        find = root.querySelector
        self.kept, self.told = find(".kept"), find(".told")
        found = find(".counts").querySelectorAll("span")
        self.counts = [found[digit] for digit in range(10)]
        self.collect = find(".collect")
        self.shift = find(".shift tbody")
        self.gap = find(".gap")
        self.back, self.save, self.lasting = find(".back"), find(".save"), find(".lasting")
        self.judged, self.judging, self.judge_of = {}, False, ""  # id: digit read, by the network that answers
        base = Database(window)
        self.keeper = Keeper(window, base, on_change=self.changed)
        self.mine = Mine(window, base, look=look, on_change=self.show_mine)
        self.exchange = Exchange(window, root, keeper=self.keeper)
        self.wall = Wall(root, keeper=self.keeper, read_as=lambda id: self.judged.get(id))
        self.ask = Ask(window, window.document.getElementById("ask"), keeper=self.keeper,
                       drawing=lambda: look.drawing, on_next=self.clear_pad, on_collect=self.collecting)
        self.tuition = Tuition(window, root, asker=self.asker, keeper=self.keeper, base=self.start_from,
                               on_keep=self.mine.adopt)
        self.collect.addEventListener("click", lambda event: self.begin_collecting())
        self.back.addEventListener("click", lambda event: create_task(self.mine.give_up()))
        self.save.addEventListener("click", lambda event: self.exchange.download(
            "inkling-mine.json", "application/json", [self.mine.text]))
        root.addEventListener("toggle", lambda event: self.refresh())

    async def open(self):
        """Bring back what earlier visits kept."""
        await self.keeper.open()
        problem = await self.mine.open()
        if problem:
            self.told.textContent = problem
        self.refresh()

    # What the look tells

    def calls(self, drawing):
        """The view shows all drawings and asks nothing about the one at the pad."""
        return {}

    def show(self, drawing, told):
        """So there is nothing new to show either."""

    def clear(self):
        """Nor does it lose any with it."""

    def drawn(self, drawing):
        self.ask.drawn(drawing)

    def answering(self, network):
        """Another network answers at the pad."""
        self.judged = {}
        if self.mine.network:
            create_task(self.mine.save(network is self.mine.network))
        self.refresh()

    # What is kept

    def changed(self):
        """There are other drawings, or another sentence about them."""
        drawings = self.keeper.drawings
        for id in list(self.judged):
            if not drawings.find(id):
                self.judged.pop(id)
        self.refresh()

    def refresh(self):
        if self.keeper.trouble and self.ask.thanked and not self.ask.collecting and self.keeper.pending:
            self.ask.say("Kept, but only until this tab is closed: %s." % self.keeper.trouble)
        sentence = self.keeper.sentence()
        if self.kept.textContent != sentence:
            self.kept.textContent = sentence
        counts = self.keeper.drawings.counts()
        for digit in range(10):
            self.counts[digit].textContent = "%d" % counts[digit]
        self.exchange.refresh()
        self.tuition.refresh()
        self.show_shift()
        if self.root.open:
            self.wall.show()
            if not self.judging and self.asker.able:
                self.judging = True
                create_task(self.judge())

    def show_mine(self):
        there = self.mine.text is not None
        self.back.disabled = self.save.disabled = not there
        self.lasting.textContent = self.mine.trouble or (
            "The shipped network is never changed: a lesson tunes a copy of it." if not there
            else "You have a network of your own; it is among the other networks too." if self.mine.saved
            else "You have a network of your own, and it is being kept\u2026")
        self.refresh()

    # How well they are read

    async def judge(self):
        """Let the network that answers read the drawings it has not read yet, a few at a time."""
        try:
            while True:
                judged, network = self.judged, self.look.reader.network
                todo = [each for each in self.keeper.drawings.all if each.id not in judged][-JUDGED_AT_ONCE:]
                if not todo or not self.root.open:
                    break
                request = '{"network":%s,"drawings":%s}' % (json.dumps(network), self.keeper.request(todo))
                read = parse(await self.asker.send("judge", request))["read"]
                if judged is self.judged and network == self.look.reader.network:
                    for each, digit in zip(todo, read):
                        judged[each.id] = digit
                await sleep(0.004)
        except InklingError as error:
            self.told.textContent = "%s." % error
        finally:
            self.judging = False
        self.show_shift()
        self.wall.show()

    def show_shift(self):
        """The network's accuracy on MNIST beside that on these drawings."""
        networks = self.look.zoo.networks
        now = [each for each in networks if each.name == self.look.reader.network] or networks[:1]
        mnist = now[0].mnist if now else None
        all = [each for each in self.keeper.drawings.all if each.id in self.judged]
        right = len([each for each in all if str(self.judged[each.id]) == each.label])
        own = right / len(all) if all else None
        words = "%s of %s right" % (thousands(right), thousands(len(all))) if all else "\u2013"
        html = row("MNIST", "\u2013" if mnist is None else "%.2f%% right" % (100 * mnist), mnist) + row(
            "your drawings", words, own)
        if html != self.judge_of:
            self.judge_of = html
            self.shift.innerHTML = html
            self.gap.textContent = gap(mnist, own, len(all))

    # Collecting

    def collecting(self, on):
        self.collect.textContent = "Stop collecting" if on else "Collect digits"

    def begin_collecting(self):
        self.ask.collect(not self.ask.collecting)
        if self.ask.collecting:
            self.window.scrollTo(0, 0)

    def clear_pad(self):
        """The next digit is to be drawn on an empty pad."""
        self.window.document.getElementById("clear").click()

    def start_from(self):
        """The name of the network that a lesson begins with: the one that answers, or that which it was tuned from."""
        now = self.look.reader.network
        if self.mine.network and now == self.mine.network.name:
            now = self.mine.started_from
        known = [each.name for each in self.look.zoo.networks]
        return now if now in known else None


def row(name, words, share):
    return '<tr><th scope="row">%s</th><td class="share" style="--share: %.3f">%s</td></tr>' % (name, share or 0, words)


def gap(mnist, own, count):
    """What the two figures mean, in a sentence."""
    if own is None or mnist is None or count < 5:
        return "With a few drawings kept, this shows whether it reads you as well as it reads MNIST."
    if own < mnist - 0.02:
        return "It was raised on other people\u2019s digits, and yours differ: that gap is what a lesson can close."
    return "It reads you about as well as the digits that it was raised on."
