"""What scrolls can be reached by the Tab key and scrolled by the arrow keys, in every browser; what does not is no stop."""
from app.ui.browser import nodes


class Scrollers:
    """root: the elements in it with the class "scroll", each of which has one child as large as what scrolls."""

    def __init__(self, window, root):
        self.scrollers = nodes(root, ".scroll")
        self.observer = window.ResizeObserver.new(self.resized)
        for scroller in self.scrollers:
            self.observer.observe(scroller)
            self.observer.observe(scroller.firstElementChild)

    def resized(self, entries, observer):
        for scroller in self.scrollers:
            if scroller.scrollWidth > scroller.clientWidth or scroller.scrollHeight > scroller.clientHeight:
                scroller.tabIndex = 0
                scroller.setAttribute("role", "region")
            elif not scroller.matches(":focus"):  # which it would lose
                scroller.removeAttribute("tabindex")
                scroller.setAttribute("role", "group")
