"""The worker of a pad that shares it with others: here while the pad is in view and it is its turn."""
from app.ui.embedded.turn import Turn


class SharedWorker:
    """pythons: the Pythons; place: the element that is in view or not; pad: the Pad, which may be used by hand or keys."""

    def __init__(self, window, *, pythons, place, pad):
        self.pythons = pythons
        self.turn = Turn(window, on_have=pythons.client.begin, on_lost=self.taken)
        self.in_view = False
        pad.canvas.addEventListener("pointerdown", lambda event: self.want())
        window.document.addEventListener("keydown", self.pressed)
        window.IntersectionObserver.new(self.moved).observe(place)

    @property
    def hoped_for(self) -> bool:
        """Whether it may yet run here."""
        return "full" in self.pythons.hopes

    def moved(self, entries, observer):
        """The pad has come into view or left it."""
        self.in_view = entries[entries.length - 1].isIntersecting
        if not self.hoped_for:
            return
        if self.in_view:
            self.turn.queue()
        elif self.turn.leave():
            self.pythons.rest()

    def want(self):
        """This pad is used, so it is its turn."""
        if self.hoped_for:
            self.turn.take()

    def pressed(self, event):
        if event.key != "Tab":  # by which one passes over the pads of a page
            self.want()

    def taken(self):
        """Another pad has it now."""
        self.pythons.rest()
        if self.in_view:
            self.turn.queue()

    def give_up(self):
        """It cannot run here."""
        self.turn.leave()
