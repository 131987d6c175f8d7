"""A lesson, running: its state, the controls that set it, and the pictures that follow.

What a lesson shows is a function `pictures(state, materials)` that returns {id of an element: HTML for it}, or a generator
that yields None to let the browser have its turn, and at last that. The build runs the same function, so the page has its
first pictures without any script; and once somebody has edited the lesson's code, the worker runs it instead of the page.
"""
import time
from asyncio import create_task, get_event_loop, sleep

from app.lessons.kit.code import Code
from app.lessons.kit.controls import Controls
from app.lessons.kit.copying import CopyLink
from app.lessons.kit.fragment import Fragment
from app.lessons.kit.materials import SITE, bring
from app.lessons.kit.questions import Questions
from app.lessons.kit.settings import defaults, from_fields, to_fields
from app.ui import offline
from app.ui.browser import say
from app.ui.views.scrollers import Scrollers

ALL_LESSONS = ("app/lessons", "micropython/lessons.js", "micropython/lessons.json")
CALM = 0.7  # seconds without a change after which the result is announced


def open_lesson(document, window, workers, names):
    """Begin the lesson of this page; returns it. names: its module's globals, of which these mean something: pictures, as
    above; SETTINGS, {name: Number, Choice or Switch}; FILES, {name in `materials`: a file of the site}; EXTRAS, {name: the value
    at the beginning of what else is in its state}; begin(lesson), for what is this lesson's alone."""
    lesson = Lesson(document, window, workers, names)
    lesson.add(**names.get("EXTRAS", {}))
    if "begin" in names:
        names["begin"](lesson)
    lesson.open()
    return lesson


class Lesson:
    """state: {name: value} of the settings, and whatever else a lesson puts there, of what JSON can say."""

    def __init__(self, document, window, workers, names):
        self.document, self.window, self.workers, self.names = document, window, workers, names
        self.find, self.root = document.getElementById, document.documentElement
        self.settings, self.files = names.get("SETTINGS", {}), names.get("FILES", {})
        self.state, self.materials = defaults(self.settings), {}
        self.first = dict(self.state)
        self.first.update(names.get("EXTRAS", {}))
        self.extras = {}  # the parts of the state that are no settings, as they are at the beginning
        self.shown = {}  # by id, the HTML that is there
        self.stale = self.busy = self.begun = False
        self.on_state = []  # functions of no arguments: the state has changed
        self.on_reset = []  # the same: it is as at the beginning
        self.changed_at = 0
        self.told = ""
        self.controls = Controls(self)
        self.fragment = Fragment(window, on_change=self.read_address)
        CopyLink(window, self.find("copy-link"), fragment=self.fragment, tell=self.tell)
        self.questions = Questions(document, on_change=self.write_address)
        self.code = Code(self, on_change=self.write_address)
        self.scrollers = Scrollers(window, document.body)

    def open(self):
        get_event_loop().set_exception_handler(self.broke)
        self.read_address()
        create_task(self.start())

    async def start(self):
        offline.alive(self.window)
        self.materials, troubles = await bring(self.window, self.files)
        if troubles:
            self.tell(" ".join(troubles))
        self.begun = True
        if self.state == self.first:  # the page shows its pictures already, as the build has drawn them
            self.stale = False
        else:
            self.refresh()
        while self.stale or self.busy:
            await sleep(0.01)
        self.root.setAttribute("data-state", "ready")
        self.window.performance.mark("inkling-lesson")
        offline.install(self.window, on_update=lambda apply: None, folder=SITE)
        for names in ALL_LESSONS:  # which whoever opens one may want to go on with offline
            offline.keep(self.window, names)

    def broke(self, loop, context):
        """A task ended in an error that nobody expected: say so, because what it was to do will never come."""
        error = context["exception"]
        self.window.console.error(f"{type(error).__name__}: {error}", context["future"].coro)
        self.tell(f"Something in this lesson has failed ({type(error).__name__}); loading the page again helps.")

    def tell(self, text):
        """Say something that is about the lesson itself, until the next such thing; "" for nothing."""
        say(self.find("trouble"), text)

    # The address

    def read_address(self):
        """The state is what the address says; what it does not say is as at the beginning."""
        fields, trouble = self.fragment.read()
        state, troubles = from_fields(self.settings, fields)
        self.state.update(state)
        if trouble:
            troubles.append(trouble)
        self.questions.restore(fields)
        trouble = self.code.restore(fields)
        if trouble:
            troubles.append(trouble)
        self.tell(" ".join(troubles))
        self.controls.show()
        self.refresh()

    def write_address(self):
        self.fragment.write(self.questions.fields() + to_fields(self.settings, self.state) + self.code.fields())

    # The state

    def set(self, **values):
        """Change the state, and with it all that is shown."""
        self.state.update(values)
        self.controls.show()
        self.write_address()
        self.refresh()

    def add(self, **extras):
        """More of a state than its settings, which the address does not hold; a reset brings back these values."""
        self.extras.update(extras)
        self.state.update(extras)

    def reset(self):
        self.controls.running = None
        self.set(**defaults(self.settings), **self.extras)
        for tell in self.on_reset:
            tell()

    def refresh(self):
        """Show the pictures of the state as it now is, soon; while one is being made, further calls come to one more."""
        self.stale = True
        self.changed_at = time.time()
        for tell in self.on_state:
            tell()
        if self.begun and not self.busy:
            self.busy = True
            create_task(self.show_newest())

    async def show_newest(self):
        while self.stale:
            self.stale = False
            made = await self.code.pictures() if self.code.draws else await self.made()
            if made is not None:
                self.put(made)
        self.busy = False

    async def made(self):
        """The pictures by the page's own Python; None if the state has changed before they were done."""
        made = self.names["pictures"](self.state, self.materials)
        if isinstance(made, dict):
            return made
        for result in made:
            if result is not None:
                return result
            await sleep(0.001)
            if self.stale and not self.controls.running:
                break
        return None

    def put(self, pictures):
        """Have the page show these. The text called "told" is announced once nothing has changed for a while."""
        for name in pictures:
            if name != "told" and self.shown.get(name) != pictures[name]:
                self.shown[name] = pictures[name]
                self.find(name).innerHTML = pictures[name]
        told = pictures.get("told", "")
        if told and told != self.told:
            self.told = told
            create_task(self.announce_later(told))

    async def announce_later(self, told):
        while told == self.told and time.time() - self.changed_at < CALM:
            await sleep(0.1)
        if told == self.told:
            say(self.find("told"), told)
