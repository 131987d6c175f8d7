"""Links, as the page has them: it opens the one in its address, and makes one of what is on the pad."""
from app.ui.links.dialog import Dialog
from app.ui.links.sent import Sent


class Links:
    """digits, number_reader: who reads what is on the pad, so that a link can be tried; notify(text): tells the visitor;
    on_view(name): a link names this view."""

    def __init__(self, window, *, pad, desk, modes, digits, number_reader, notify, on_view):
        find = window.document.getElementById
        less_motion = window.matchMedia("(prefers-reduced-motion: reduce)")
        self.sent = Sent(window, find("sent"), pad=pad, desk=desk, modes=modes, notify=notify, on_view=on_view,
                         still=lambda: less_motion.matches)
        self.dialog = Dialog(window, find("sharing"), pad=pad, modes=modes, digits=digits, number_reader=number_reader)

    def open(self, *, first=False):
        """Open the link in the address. first: the visit begins with it."""
        self.sent.open(first)

    def share(self):
        """Make a link of what is on the pad, and offer it."""
        self.sent.stop()
        self.dialog.open()
