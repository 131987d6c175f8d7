"""A lesson: the worker tunes a copy of the network on the kept drawings, slice by slice, while the page answers."""
import json
from asyncio import create_task, sleep

from app.core.errors import InklingError
from app.core.labelled import FEWEST
from app.ui.browser import address, focused, hand_on_focus, say, show
from app.ui.replies import parse
from app.ui.weights_file import refusal
from app.ui.words import number, percent, plural, word

IMAGES = "data/mnist-lesson.bin"
SLICE = 0.08  # seconds of learning before the pad has its turn
KEEP, DISCARD = "keep", "discard"
UNSEEN = 0.05  # points of accuracy that one decimal place does not show
NOTICEABLE = 1.0  # points of MNIST that are too much to lose, whatever is gained for them


class Lesson:
    """kept: the drawings. base(): the name of the network to start from. on_keep(text, outcome, started_from): the tuned
    network is to answer. answers(): whether the network of an earlier lesson does.

    Progress and curve come with a lesson, and the table with what came of it, for which they keep the room.
    """

    def __init__(self, window, root, *, client, kept, base, on_keep, answers):
        self.window, self.client, self.kept = window, client, kept
        self.base, self.on_keep, self.answers = base, on_keep, answers
        self.root = root
        find = root.querySelector
        self.run, self.stop, self.progress = find(".run"), find(".cancel"), find("progress")
        self.words = find(".outcome")
        self.result, self.line, self.least = find(".result"), find(".curve path"), find(".loss")
        self.table = find(".result tbody")
        self.decide, self.keep, self.discard = find(".decide"), find(".adopt"), find(".discard")
        self.running = self.wanted = False
        self.outcome = self.started_from = None
        self.came = ""  # what became of the last lesson, in words, as long as that is so
        self.run.addEventListener("click", lambda event: self.begin())
        self.stop.addEventListener("click", lambda event: self.cancel())
        self.keep.addEventListener("click", lambda event: create_task(self.adopt()))
        self.discard.addEventListener("click", lambda event: create_task(self.forget(word("teach.lesson.discarded"))))
        self.show(None)
        self.refresh()

    def refresh(self):
        """There are more or fewer drawings than before, or another network answers."""
        missing = FEWEST - len(self.kept.drawings)
        held = focused(self.root)
        self.run.disabled = self.running or missing > 0 or not self.client.able
        show(self.run, missing <= 0)
        for element in (self.stop, self.progress):
            show(element, self.running)
        show(self.result, self.running or self.outcome is not None)
        self.root.setAttribute("data-lesson", "going" if self.running else "over" if self.outcome else "none")
        hand_on_focus(held, self.stop, self.keep, self.run)
        if self.running or self.outcome:
            return
        if self.came == word("teach.lesson.adopted") and not self.answers():
            self.came = ""
        if missing > 0:
            say(self.words, plural("teach.lesson.missing", missing))
        else:
            say(self.words, self.came or word("teach.lesson.invitation"))

    def begin(self):
        if not self.running:
            self.running = self.wanted = True
            create_task(self.learn())

    def cancel(self):
        self.wanted = False

    async def learn(self):
        """The whole lesson, unless cancelled."""
        self.show(None)
        self.refresh()
        say(self.words, word("teach.lesson.fetching"))
        outcome, words = None, word("teach.lesson.cancelled")
        try:
            self.started_from = self.base()
            await self.client.call("open_lesson", {"url": address(self.window, IMAGES)})
            say(self.words, word("teach.lesson.learning"))
            request = '{"network":%s,"drawings":%s}' % (json.dumps(self.started_from), self.kept.lesson())
            parse(await self.client.send("tune_start", request))
            while self.wanted and not outcome:
                state = await self.client.call("tune_step", {"seconds": SLICE})
                outcome = state["outcome"]
                self.tell(state)
                await sleep(0.005)  # others may ask the worker too
        except InklingError as error:
            words = word("teach.lesson.no_end", why=error)
        self.running = False
        if outcome:
            self.show(outcome)
            self.refresh()
            say(self.words, verdict(outcome))
        else:
            await self.forget(words)

    def tell(self, state):
        """How far it is. state: what the worker's tune_step says."""
        self.progress.value = state["share"]
        self.line.setAttribute("d", curve(state["curve"]))
        if state["curve"]:
            say(self.least, number(state["curve"][-1][0], 3))

    def show(self, outcome):
        """Before and after side by side, and which to choose; None while there is nothing to show."""
        self.outcome = outcome
        advised = advice(outcome) if outcome else ""
        for button, choice in ((self.keep, KEEP), (self.discard, DISCARD)):
            button.classList.toggle("advised", choice == advised)
        self.table.innerHTML = rows(outcome) if outcome else ""
        self.keep.disabled = self.discard.disabled = outcome is None
        if outcome is None:
            self.progress.value = 0
            self.line.setAttribute("d", "")
            self.least.textContent = ""

    async def forget(self, words):
        """The lesson is over, and what is left of it are words."""
        self.show(None)
        self.came = words
        self.refresh()
        try:
            await self.client.call("tune_stop", {})
        except InklingError as error:  # the worker has gone, and what it learnt with it
            self.window.console.info(str(error))

    async def adopt(self):
        outcome = self.outcome
        self.keep.disabled = self.discard.disabled = True
        hand_on_focus(focused(self.root), self.run)
        try:
            text = await self.client.send("tune_weights", "{}")
            if outcome and text:
                await self.on_keep(text, outcome, self.started_from)
                await self.forget(word("teach.lesson.adopted"))
        except InklingError as error:
            await self.forget(refusal(word("teach.lesson.it"), error) + ".")


def curve(points):
    """Path data of the losses after each epoch in a box of 100 by 40; drawn on a scale from zero to the largest."""
    if not points:
        return ""
    top = max([loss for loss, accuracy in points]) or 1
    step = 100 / 29  # thirty epochs
    parts = [f"{at * step:.1f} {38 - 36 * loss / top:.1f}" for at, (loss, accuracy) in enumerate(points)]
    return "M" + "L".join(parts) if len(parts) > 1 else f"M{parts[0]}h0.01"


def share(right, count):
    return word("teach.lesson.share", right=number(right), count=number(count), share=percent(right / count))


def rows(outcome):
    """The table of before and after."""
    own, mnist = outcome["own"], outcome["mnist"]
    first = word("teach.lesson.held_out" if own["held_out"] else "teach.lesson.learnt_from")
    return "".join([f'<tr><th scope="row">{name}</th><td>{share(each["before"], each["n"])}</td>'
                    f'<td>{share(each["after"], each["n"])}</td></tr>'
                    for name, each in ((first, own), (word("teach.lesson.mnist"), mnist))])


def lost(outcome):
    """How many points of accuracy on MNIST it cost."""
    mnist = outcome["mnist"]
    return 100 * (mnist["before"] - mnist["after"]) / mnist["n"]


def advice(outcome):
    """KEEP what was learnt, DISCARD it, or "": neither gained nor lost enough to say."""
    gained, cost = outcome["own"]["after"] - outcome["own"]["before"], lost(outcome)
    if gained < 0 or cost >= NOTICEABLE or (gained == 0 and cost >= UNSEEN):
        return DISCARD
    return KEEP if gained > 0 or cost <= -UNSEEN else ""


def verdict(outcome):
    """What the lesson came to, in words."""
    own = outcome["own"]
    before, after = own["n"] - own["before"], own["n"] - own["after"]
    if after == before:
        text = word("teach.lesson.same", count=after) if after else word("teach.lesson.all")
    else:
        text = word("teach.lesson.better" if after < before else "teach.lesson.worse", before=before, after=after)
    cost = lost(outcome)
    if abs(cost) < UNSEEN:
        sentences = [word("teach.lesson.mnist_same", own=text)]
    else:
        points = float(f"{abs(cost):.1f}")  # as they are written
        key = "teach.lesson.mnist_worse" if cost > 0 else "teach.lesson.mnist_better"
        sentences = [plural(key, points, own=text, points=number(points, 1))]
    if advice(outcome) == DISCARD:
        sentences.append(word("teach.lesson.advice"))
    if not own["held_out"]:
        sentences.append(word("teach.lesson.few"))
    return " ".join(sentences)
