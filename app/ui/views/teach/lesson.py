"""A lesson: the worker tunes a copy of the network on the kept drawings, slice by slice, while the page answers."""
import json
from asyncio import create_task, sleep

from app.core.errors import InklingError
from app.core.labelled import FEWEST
from app.ui.browser import address, focused, hand_on_focus, say, show
from app.ui.weights_file import refusal
from app.ui.worker_client import parse

IMAGES = "data/mnist-lesson.bin"
SLICE = 0.08  # seconds of learning before the pad has its turn
INVITATION = "Needs about 10 seconds, and 1.1 MB of MNIST, fetched once, so that nothing else is forgotten."
ANSWERS = "Your own network answers at the pad now."
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
        self.discard.addEventListener("click", lambda event: create_task(self.forget("Discarded; nothing has changed.")))
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
        if self.came == ANSWERS and not self.answers():
            self.came = ""
        if missing > 0:
            some = "1 more drawing" if missing == 1 else f"{missing} more drawings"
            say(self.words, f"{some}, and a lesson can begin.")
        else:
            say(self.words, self.came or INVITATION)

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
        say(self.words, "Fetching MNIST\u2019s images\u2026")
        outcome, words = None, "Cancelled; nothing has changed."
        try:
            self.started_from = self.base()
            await self.client.call("open_lesson", {"url": address(self.window, IMAGES)})
            say(self.words, "Learning. You may go on drawing meanwhile.")
            request = '{"network":%s,"drawings":%s}' % (json.dumps(self.started_from), self.kept.lesson())
            parse(await self.client.send("tune_start", request))
            while self.wanted and not outcome:
                state = await self.client.call("tune_step", {"seconds": SLICE})
                outcome = state["outcome"]
                self.tell(state)
                await sleep(0.005)  # others may ask the worker too
        except InklingError as error:
            words = f"It came to no end, because {error}."
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
            say(self.least, f"{state['curve'][-1][0]:.3f}")

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
                await self.forget(ANSWERS)
        except InklingError as error:
            await self.forget(f"{refusal('It', error)}.")


def curve(points):
    """Path data of the losses after each epoch in a box of 100 by 40; drawn on a scale from zero to the largest."""
    if not points:
        return ""
    top = max([loss for loss, accuracy in points]) or 1
    step = 100 / 29  # thirty epochs
    parts = [f"{at * step:.1f} {38 - 36 * loss / top:.1f}" for at, (loss, accuracy) in enumerate(points)]
    return "M" + "L".join(parts) if len(parts) > 1 else f"M{parts[0]}h0.01"


def share(right, count):
    return f"{right:,} of {count:,} ({100 * right / count:.1f}%)"


def rows(outcome):
    """The table of before and after."""
    own, mnist = outcome["own"], outcome["mnist"]
    first = "your drawings held out" if own["held_out"] else "your drawings (it learnt from them)"
    return "".join([f'<tr><th scope="row">{name}</th><td>{share(each["before"], each["n"])}</td>'
                    f'<td>{share(each["after"], each["n"])}</td></tr>'
                    for name, each in ((first, own), ("MNIST, images not learnt from", mnist))])


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
    if after < before:
        text = f"It reads you better: {after} of your drawings misread instead of {before}"
    elif after == before:
        text = f"It misreads as many of your drawings as before, {after}" if after else (
            "It read all of your drawings before, and still does")
    else:
        text = f"It reads you worse: {after} of your drawings misread instead of {before}"
    cost = lost(outcome)
    if abs(cost) < UNSEEN:
        text += ", and MNIST as well as before."
    else:
        points = f"{abs(cost):.1f}"
        text += f", and MNIST {'worse' if cost > 0 else 'better'} by {points} {'point' if points == '1.0' else 'points'}."
    if advice(outcome) == DISCARD:
        text += " Better discard it."
    if not own["held_out"]:
        text += " With 4 or more of each digit some are held out, which measures more honestly."
    return text
