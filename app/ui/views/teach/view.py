"""The view "Teach it your handwriting": what is kept, how well it is read, and the lessons learnt from it."""
import json
from asyncio import create_task, sleep

from app.core.errors import InklingError
from app.ui.browser import focused, hand_on_focus, move_focus, nodes, say, sentence, show
from app.ui.download import download
from app.ui.replies import parse
from app.ui.views.teach.backup import Backup
from app.ui.views.teach.correction import Correction
from app.ui.views.teach.database import Database
from app.ui.views.teach.exchange import Exchange
from app.ui.views.teach.kept_drawings import KeptDrawings
from app.ui.views.teach.lesson import Lesson
from app.ui.views.teach.own_network import OwnNetwork
from app.ui.views.teach.persistence import Persistence
from app.ui.views.teach.retry import Retry
from app.ui.views.teach.wall import Wall
from app.ui.views.view import View
from app.ui.words import number, percent, told, word

JUDGED_AT_ONCE = 8  # drawings


class Teach(View):
    """shortcuts, on_done: as for Correction. on_clear(): empty the pad. on_kept(): set by whoever else shows what is kept."""

    name = "teach"
    alone = True

    def __init__(self, window, root, *, client, networks, reader, storage, shortcuts, on_done, on_clear):
        self.window, self.root, self.client, self.networks = window, root, client, networks
        self.drawing = None
        find = root.querySelector
        self.kept_words, self.told = find(".kept"), find(".told")
        counts = find(".counts")
        counts.innerHTML = "".join([f"<li><b>{digit}</b> <span></span></li>" for digit in range(10)])
        self.counts = nodes(counts, "span")
        self.furniture = [counts, find(".read"), find(".review")]  # of drawings that are there
        self.collect = find(".collect")
        self.gauge, self.gap = find(".shift tbody"), find(".gap")
        self.own_row, self.back, self.save, self.lasting = find(".own-network"), find(".back"), find(".save"), find(".lasting")
        self.former, self.again, self.safe = find(".former"), find(".again"), find(".safe")
        self.judged, self.judging, self.judge_of = {}, False, ""  # id: digit read, by the network that answers
        self.judge_network = None
        self.trouble = ""  # with reading them
        base = Database(window)
        self.persistence = Persistence(window, storage, on_change=self.refresh)
        self.kept = KeptDrawings(window, base, on_change=self.changed,
                                 on_kept=lambda: create_task(self.persistence.ask()))
        self.own = OwnNetwork(window, base, networks=networks, reader=reader, on_change=self.show_own)
        self.exchange = Exchange(window, root, kept=self.kept, backup=Backup(window, own=self.own, storage=storage))
        self.retry = Retry(window, failing=self.failing, read=self.read)
        self.wall = Wall(root, kept=self.kept, read_as=lambda id: self.judged.get(id))
        self.correction = Correction(window, window.document.getElementById("ask"), kept=self.kept,
                                     drawing=lambda: self.drawing, shortcuts=shortcuts, on_done=on_done, on_next=on_clear,
                                     on_collect=self.collecting)
        self.lesson = Lesson(window, root, client=client, kept=self.kept, base=self.start_from, on_keep=self.own.adopt,
                             answers=lambda: networks.at_pad is not None and networks.at_pad is self.own.network)
        networks.on_change.append(self.networks_changed)
        self.collect.addEventListener("click", lambda event: self.begin_collecting())
        self.back.addEventListener("click", lambda event: create_task(self.trying(self.own.let_answer(not self.own.answering))))
        self.former.addEventListener("click", lambda event: create_task(self.trying(self.own.undo())))
        self.again.addEventListener("click", lambda event: self.retry.now())
        self.save.addEventListener("click", lambda event: download(
            window, "inkling-mine.json", "application/json", [self.own.text]))
        root.addEventListener("toggle", lambda event: self.refresh())
        self.show_own()

    async def open(self):
        """Bring back what earlier visits kept."""
        await self.kept.open()
        self.correction.drawn(self.drawing)
        self.tell(await self.own.open())
        await self.persistence.look()
        self.refresh()
        self.retry.soon()

    def on_kept(self):
        """Nobody else does yet."""

    def failing(self):
        """Whether something of what is kept could not be read."""
        return bool(self.kept.unread or self.kept.damaged or self.own.unread)

    async def read(self):
        """Once more what could not be read."""
        if self.kept.unread or self.kept.damaged:
            await self.kept.read()
        if self.own.unread:
            self.tell(await self.own.read())

    def tell(self, problem):
        if problem:
            say(self.told, problem)

    async def trying(self, doing):
        try:
            await doing
        except InklingError as error:
            say(self.told, sentence(told(str(error))))

    def drawn(self, drawing):
        """Another drawing is at the pad, or none."""
        self.drawing = drawing
        self.correction.drawn(drawing)

    def networks_changed(self):
        """If another network answers, it has yet to read the drawings."""
        if self.networks.at_pad is not self.judge_network:
            self.judge_network = self.networks.at_pad
            self.judged = {}
            self.refresh()

    # What is kept

    def changed(self):
        """There are other drawings, or another sentence about them."""
        drawings = self.kept.drawings
        for id in list(self.judged):
            if not drawings.find(id):
                self.judged.pop(id)
        self.refresh()

    def refresh(self):
        kept, correction = self.kept, self.correction
        held = focused(self.root)
        correction.refresh(kept.trouble if kept.pending else "")
        say(self.kept_words, kept.sentence())
        say(self.safe, self.persistence.sentence() if len(kept.drawings) else "")
        show(self.again, self.failing())
        self.on_kept()
        for span, count in zip(self.counts, kept.drawings.counts()):
            span.textContent = str(count)
        for element in self.furniture:
            show(element, len(kept.drawings) > 0 or len(kept.drawings.past) > 0)
        self.exchange.refresh()
        self.lesson.refresh()
        self.show_shift()
        if self.root.open:
            self.wall.show()
            if not self.judging and self.client.able:
                self.judging = True
                create_task(self.judge())
        hand_on_focus(held, self.collect)

    def show_own(self):
        own = self.own
        held = focused(self.root)
        there = own.text is not None
        unread = word("teach.own_unread", why=own.unread) if own.unread else ""
        show(self.own_row, there or bool(own.past or own.trouble or unread))
        for button in (self.back, self.save):
            button.disabled = not there
            show(button, there)
        show(self.former, len(own.past) > 0)
        say(self.back, word("teach.back" if own.answering else "teach.let_own"))
        kept = "teach.own_is_kept" if own.written == own.saved else "teach.own_is_being_kept"
        say(self.lasting, own.trouble or unread or (word(kept) if there else ""))
        self.refresh()
        hand_on_focus(held, self.lesson.run, self.collect)

    # How well they are read

    async def judge(self):
        """Let the network that answers read the drawings it has not read yet, a few at a time."""
        try:
            while True:
                judged, network = self.judged, self.networks.at_pad
                todo = [each for each in self.kept.drawings.all if each.id not in judged][-JUDGED_AT_ONCE:]
                if not todo or not self.root.open:
                    break
                name = json.dumps(network.name if network else None)
                request = '{"network":%s,"drawings":%s}' % (name, self.kept.request(todo))
                read = parse(await self.client.send("judge", request))["read"]
                if judged is self.judged and network is self.networks.at_pad:
                    for each, digit in zip(todo, read):
                        judged[each.id] = digit
                await sleep(0.004)
            if self.told.textContent == self.trouble:
                say(self.told, "")
        except InklingError as error:
            self.trouble = sentence(error)
            say(self.told, self.trouble)
        finally:
            self.judging = False
        self.show_shift()
        self.wall.show()

    def show_shift(self):
        """The network's accuracy on MNIST beside that on these drawings."""
        now = self.networks.at_pad
        mnist = now.mnist if now else None
        all = [each for each in self.kept.drawings.all if each.id in self.judged]
        right = len([each for each in all if str(self.judged[each.id]) == each.label])
        own = right / len(all) if all else None
        of_mnist = "\u2013" if mnist is None else word("teach.share_right", share=percent(mnist, 2))
        of_own = word("teach.count_right", right=number(right), count=number(len(all))) if all else "\u2013"
        html = row("MNIST", of_mnist) + row(word("teach.your_drawings"), of_own)
        if html != self.judge_of:
            self.judge_of = html
            self.gauge.innerHTML = html
            for cell, share in zip(nodes(self.gauge, ".share"), (mnist, own)):
                cell.style.setProperty("--share", f"{share or 0:.3f}")  # the page's policy lets no HTML say how it looks
            say(self.gap, gap(mnist, own, len(all)))

    # Collecting

    def collecting(self, on):
        say(self.collect, word("teach.stop_collecting" if on else "teach.collect"))

    def begin_collecting(self):
        self.correction.collect(not self.correction.collecting)
        if self.correction.collecting:
            self.window.scrollTo(0, 0)
            move_focus(self.window.document.getElementById("pad"))

    def start_from(self):
        """The name of the network that a lesson begins with: the one that answers, or that which it was tuned from."""
        now = self.networks.answering
        name = now.name if now else None
        if self.own.network and now is self.own.network:
            name = self.own.started_from
        known = self.networks.called(name)
        return name if known and self.networks.loaded(known) else None


def row(name, words):
    return f'<tr><th scope="row">{name}</th><td class="share">{words}</td></tr>'


def gap(mnist, own, count):
    """What the two figures mean, in a sentence."""
    if own is None or mnist is None or count < 5:
        return word("teach.gap_unknown")
    return word("teach.gap" if own < mnist - 0.02 else "teach.no_gap")
