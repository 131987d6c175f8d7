"""A lesson: the worker tunes a copy of the network on the kept drawings, slice by slice, while the page answers."""
import json
from asyncio import create_task, sleep

from app.core.errors import InklingError
from app.ui.views.asker import parse
from app.ui.views.inside.formula import thousands

IMAGES = "data/mnist-lesson.bin"
SLICE = 0.08  # seconds of learning before the pad has its turn
FEWEST = 10  # as app.worker.tuner has it
INVITATION = "Needs about 10 seconds, and 1.1 MB of MNIST, fetched once, so that nothing else is forgotten."


class Tuition:
    """base(): the name of the network to start from. on_keep(text, outcome): the tuned network is to answer."""

    def __init__(self, window, root, *, asker, keeper, base, on_keep):
        self.window, self.asker, self.keeper, self.base, self.on_keep = window, asker, keeper, base, on_keep
        find = root.querySelector
        self.run, self.stop, self.progress = find(".run"), find(".cancel"), find("progress")
        self.words = find(".outcome")
        self.line, self.least = find(".curve path"), find(".curve output")
        self.table = find(".result tbody")
        self.keep, self.discard = find(".adopt"), find(".discard")
        self.running = self.wanted = False
        self.outcome = self.started_from = None
        self.run.addEventListener("click", lambda event: self.begin())
        self.stop.addEventListener("click", lambda event: self.cancel())
        self.keep.addEventListener("click", lambda event: create_task(self.adopt()))
        self.discard.addEventListener("click", lambda event: create_task(self.forget("Discarded; nothing has changed.")))
        self.refresh()
        self.show(None)
        self.words.textContent = INVITATION

    def refresh(self):
        """There are more or fewer drawings than before."""
        self.run.disabled = self.running or len(self.keeper.drawings) < FEWEST or not self.asker.able
        if not self.running and not self.outcome:
            missing = FEWEST - len(self.keeper.drawings)
            self.run.title = "%d more drawings, and it can begin" % missing if missing > 0 else ""

    def begin(self):
        if not self.running:
            self.running = self.wanted = True
            create_task(self.learn())

    def cancel(self):
        self.wanted = False

    async def learn(self):
        """The whole lesson, unless cancelled."""
        self.stop.disabled = False
        self.refresh()
        self.show(None)
        self.words.textContent = "Fetching MNIST\u2019s images\u2026"
        try:
            self.started_from = self.base()
            address = self.window.URL.new(IMAGES, self.window.document.baseURI).href
            await self.asker.ask("open_lesson", {"url": address})
            self.words.textContent = "Learning. You may go on drawing meanwhile."
            request = '{"network":%s,"drawings":%s}' % (json.dumps(self.started_from), self.keeper.lesson())
            parse(await self.asker.send("tune_start", request))
            outcome = None
            while self.wanted and not outcome:
                state = await self.asker.ask("tune_step", {"seconds": SLICE})
                outcome = state["outcome"]
                self.progress.value = state["share"]
                self.line.setAttribute("d", curve(state["curve"]))
                if state["curve"]:
                    self.least.textContent = "%.3f" % state["curve"][-1][0]
                await sleep(0.005)  # others may ask the worker too
            if outcome:
                self.outcome = outcome
                self.show(outcome)
                self.words.textContent = verdict(outcome)
            else:
                await self.forget("Cancelled; nothing has changed.")
        except InklingError as error:
            await self.forget("%s%s." % (str(error)[:1].upper(), str(error)[1:]))
        finally:
            self.running = False
            self.stop.disabled = True
            self.refresh()

    def show(self, outcome):
        """Before and after side by side; None for an empty table."""
        self.table.innerHTML = rows(outcome)
        self.keep.disabled = self.discard.disabled = outcome is None
        if outcome is None:
            self.outcome = None
            self.progress.value = 0
            self.line.setAttribute("d", "")
            self.least.textContent = ""

    async def forget(self, words):
        self.show(None)
        self.words.textContent = words
        try:
            await self.asker.ask("tune_stop", {})
        except InklingError:
            pass  # the worker has gone, and what it learnt with it
        self.refresh()

    async def adopt(self):
        outcome = self.outcome
        self.keep.disabled = self.discard.disabled = True
        try:
            text = await self.asker.send("tune_weights", "{}")
            if outcome and text:
                await self.on_keep(text, outcome, self.started_from)
                await self.forget("Your own network answers at the pad now.")
        except InklingError as error:
            await self.forget("Not kept: %s." % error)


def curve(points):
    """Path data of the losses after each epoch in a box of 100 by 40; drawn on a scale from zero to the largest."""
    if not points:
        return ""
    top = max([loss for loss, accuracy in points]) or 1
    step = 100 / 29  # thirty epochs
    parts = ["%.1f %.1f" % (at * step, 38 - 36 * loss / top) for at, (loss, accuracy) in enumerate(points)]
    return "M" + "L".join(parts) if len(parts) > 1 else "M%sh0.01" % parts[0]


def share(right, count):
    return "%s of %s (%.1f%%)" % (thousands(right), thousands(count), 100 * right / count)


def rows(outcome):
    """The table of before and after."""
    names = ("your drawings held out", "MNIST, images not learnt from")
    if outcome is None:
        return "".join(['<tr><th scope="row">%s</th><td>\u2013</td><td>\u2013</td></tr>' % name for name in names])
    own, mnist = outcome["own"], outcome["mnist"]
    first = names[0] if own["held_out"] else "your drawings (it learnt from them)"
    return "".join(['<tr><th scope="row">%s</th><td>%s</td><td>%s</td></tr>' % (
        name, share(each["before"], each["n"]), share(each["after"], each["n"]))
        for name, each in ((first, own), (names[1], mnist))])


def verdict(outcome):
    """What the lesson came to, in words."""
    own, mnist = outcome["own"], outcome["mnist"]
    before, after = own["n"] - own["before"], own["n"] - own["after"]
    if after < before:
        text = "It reads you better: %d of your drawings misread instead of %d" % (after, before)
    elif after == before:
        text = "It misreads as many of your drawings as before, %d" % after if after else (
            "It read all of your drawings before, and still does")
    else:
        text = "It reads you worse: %d of your drawings misread instead of %d" % (after, before)
    lost = 100 * (mnist["before"] - mnist["after"]) / mnist["n"]
    text += ", and %s" % ("MNIST as well as before." if abs(lost) < 0.05 else "MNIST %s by %.1f points." % (
        "worse" if lost > 0 else "better", abs(lost)))
    if not own["held_out"]:
        text += " With 4 or more of each digit some are held out, which measures more honestly."
    return text
