"""A lesson's controls: inputs, buttons and places in pictures that set its state, and that show it.

In the page: a <form class="play"> whose inputs are named like settings; an <output data-of="NAME"> that says the value, perhaps
with data-places; a <button data-set="NAME=VALUE ..."> that sets some; a <button data-run="NAME" data-speed="30"> that lets a
number grow, so much a second, or stops it; a <button data-reset>; an element with data-if="NAME=VALUE" that is there only while
it is so; and in a picture an element with data-drag="NAME", or "NAME NAME", along whose width, and height, a pointer sets these.
"""
import time
from asyncio import create_task, sleep

from app.lessons.kit.settings import Number, Switch
from app.ui.browser import nodes, say, show
from app.ui.views.numbers import number

FRAME = 0.016  # seconds


class Controls:
    """lesson: whose state they set. running: the setting that is growing by itself, or None."""

    def __init__(self, lesson):
        self.lesson, self.window, self.document = lesson, lesson.window, lesson.document
        self.settings = lesson.settings
        self.running = None
        self.less_motion = self.window.matchMedia("(prefers-reduced-motion: reduce)")
        form = self.document.querySelector("form.play")
        if form:
            for name in ("input", "change"):
                form.addEventListener(name, self.entered)
            form.addEventListener("submit", lambda event: event.preventDefault())
        self.document.addEventListener("click", self.clicked)
        self.document.addEventListener("pointerdown", self.grabbed)

    def entered(self, event):
        name = event.target.name
        if name in self.settings:
            if isinstance(self.settings[name], Switch):
                value = bool(event.target.checked)
            else:
                try:
                    value = self.settings[name].read(str(event.target.value))
                except ValueError:  # half a number, as one types it
                    return
            if value != self.lesson.state[name]:
                self.running = None if name == self.running else self.running
                self.lesson.set(**{name: value})

    def clicked(self, event):
        button = event.target.closest("[data-set], [data-run], [data-reset]")
        if not button:
            return
        if button.hasAttribute("data-reset"):
            self.lesson.reset()
        elif button.hasAttribute("data-run"):
            self.run(button.dataset.run, float(button.dataset.speed))
        else:
            fields = [pair.split("=") for pair in button.dataset.set.split()]
            self.running = None
            self.lesson.set(**{name: self.settings[name].read(text) for name, text in fields})

    def grabbed(self, event):
        """Somebody points at a place in a picture that stands for values, and may go on to others."""
        area = event.target.closest("[data-drag]")
        if not area or event.button != 0:
            return
        event.preventDefault()
        names, box = area.getAttribute("data-drag").split(), area.getBoundingClientRect()
        pointer = event.pointerId
        options = self.window.AbortController.new()

        def move(event):
            if event.pointerId == pointer:
                shares = (event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height
                self.running = None
                self.lesson.set(**{name: at_share(self.settings[name], share) for name, share in zip(names, shares)})

        def end(event):
            if event.pointerId == pointer:
                options.abort()
        signal = self.window.Object.new()
        signal.signal = options.signal
        for name, handler in (("pointermove", move), ("pointerup", end), ("pointercancel", end)):
            self.document.addEventListener(name, handler, signal)
        move(event)

    def run(self, name, speed):
        """Let a number grow to its largest value, or stop it; from the largest it begins anew."""
        if self.running == name:
            self.running = None
            self.show()
        else:
            self.running = name
            create_task(self.grow(name, speed))

    async def grow(self, name, speed):
        kind = self.settings[name]
        if self.less_motion.matches:
            self.running = None
            self.lesson.set(**{name: kind.high})
            return
        start = kind.low if self.lesson.state[name] >= kind.high else self.lesson.state[name]
        began = time.time()
        while self.running == name:
            value = min(kind.high, start + speed * (time.time() - began))
            if value >= kind.high:
                self.running = None
            value = int(value) if kind.whole else value
            if value != self.lesson.state[name] or self.running is None:
                self.lesson.set(**{name: value})
            await sleep(FRAME)

    def show(self):
        """The controls say what the state is."""
        for control in nodes(self.document, "form.play [name]"):
            name = control.name
            if name not in self.settings:
                continue
            kind, value = self.settings[name], self.lesson.state[name]
            if isinstance(kind, Switch):
                control.checked = value
            elif control.type == "radio":
                control.checked = control.value == value
            elif control.value != kind.write(value) and not (control.type == "number" and is_at(control)):
                control.value = kind.write(value)
        for output in nodes(self.document, "output[data-of]"):
            kind, value = self.settings[output.dataset.of], self.lesson.state[output.dataset.of]
            places = int(output.getAttribute("data-places") or 2)
            whole = not isinstance(kind, Number) or kind.whole
            say(output, str(value) if whole else number(value, places))
        for button in nodes(self.document, "[data-run]"):
            button.setAttribute("aria-pressed", "true" if button.dataset.run == self.running else "false")
        for part in nodes(self.document, "[data-if]"):  # "NAME=VALUE": shown only while it is so
            name, _, value = part.getAttribute("data-if").partition("=")
            show(part, self.settings[name].write(self.lesson.state[name]) == value)


def is_at(control) -> bool:
    """Whether somebody is typing there."""
    return control.isSameNode(control.ownerDocument.activeElement)


def at_share(kind, share):
    """The value so far, from 0 to 1, on the way from a number's lowest to its highest."""
    value = kind.low + min(max(share, 0.0), 1.0) * (kind.high - kind.low)
    return round(value) if kind.whole else round(value, 3)
