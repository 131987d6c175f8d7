"""The pad in sight: once its own place has scrolled away, a bar keeps it, small, with the digit and Clear beside it.

It grows when it is touched and shrinks when one scrolls on, but stays where it is under a pointer that draws. The canvas
is the same all the time; the style sheet moves it, by data-pad on <html>: "place", "bar" or "grown". Its place keeps its
room, so nothing else moves.
"""
from app.ui.browser import js_object

# Share of the pad's place that must be in sight for the pad to stay there: with less one could not draw a whole digit.
ENOUGH = 0.85


class Bar:
    """place: the element that the pad is at home in; page: <html>; busy(): whether a pointer is drawing. on_change(): the pad is
    somewhere else now."""

    def __init__(self, window, *, page, place, busy, on_change):
        self.window, self.page, self.busy, self.on_change = window, page, busy, on_change
        self.home = True  # whether enough of its place is in sight
        self.needed = True  # whether the pad follows at all
        self.observer = window.IntersectionObserver.new(self.moved, js_object(window, {"threshold": [0, ENOUGH]}))
        self.observer.observe(place)
        window.addEventListener("scroll", self.scrolled, js_object(window, {"passive": True}))
        window.document.addEventListener("pointerdown", self.pressed)

    @property
    def state(self):
        return self.page.getAttribute("data-pad")

    def set(self, state):
        if state != self.state:
            self.page.setAttribute("data-pad", state)
            self.on_change()

    def moved(self, entries, observer):
        """The pad's place has come into sight or left it."""
        last = entries[entries.length - 1]
        box = last.boundingClientRect
        # Where even the top of the page shows less, as in a window zoomed to 400%, a bar would lie over what stands above it.
        self.home = last.intersectionRatio >= ENOUGH or box.top >= 0 or box.height == 0
        self.settle()

    def settle(self):
        """Go where the pad belongs now, once no pointer draws."""
        if self.busy():
            return
        if self.home or not self.needed:
            self.set("place")
        elif self.state == "place":
            self.set("bar")

    def grow(self):
        """The small pad was touched."""
        if self.state == "bar":
            self.grown_at = self.window.scrollY
            self.set("grown")

    def scrolled(self, event):
        if self.state == "grown" and abs(self.window.scrollY - self.grown_at) > 8 and not self.busy():
            self.set("bar")

    def pressed(self, event):
        """Pressing anything beside it sends it back, too."""
        if self.state == "grown" and not event.target.closest(".drawing"):
            self.set("bar")
