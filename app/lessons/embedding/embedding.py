"""The page on embedding: its snippets name the site that it is on, and can be copied; what the pads on it tell is written down."""
import json

from app.ui.browser import nodes, promised, say
from app.ui.views.scrollers import Scrollers

EXAMPLE = "https://example.org/inkling/"  # in the snippets, until Python is here
SITE = "../../../"  # from this page
SHOWN = 300  # characters of what a pad tells


class Examples:
    """window: the page's."""

    def __init__(self, window):
        self.window, self.document = window, window.document

    def open(self):
        site = self.window.URL.new(SITE, self.document.baseURI).href
        for code in nodes(self.document, "pre code"):
            code.textContent = code.textContent.replace(EXAMPLE, site)
        for button in nodes(self.document, "[data-copy]"):
            button.addEventListener("click", self.copier(button))
            button.hidden = False
        for name in ("ready", "read", "error"):
            self.document.addEventListener(f"inkling-{name}", self.told)
        for form in nodes(self.document, "form"):
            form.addEventListener("submit", self.sent)
        self.scrollers = Scrollers(self.window, self.document.body)
        self.document.documentElement.setAttribute("data-state", "ready")

    def copier(self, button):
        code = self.document.getElementById(button.getAttribute("data-copy"))

        def copied(result=None):
            say(button, "Copied")

        def refused(error):
            self.window.getSelection().selectAllChildren(code)
            say(button, "Selected: copy it by keys")

        def copy(event):
            promised(self.window, self.window.navigator.clipboard, "writeText", code.textContent).then(copied, refused)
        return copy

    def told(self, event):
        """Write down what a pad has told, the newest line first."""
        detail = self.window.JSON.stringify(event.detail)
        if event.type == "inkling-read":
            answer = json.loads(detail)
            answer.pop("parts", None)
            answer.pop("lines", None)
            if "probabilities" in answer:
                answer["probabilities"] = [round(each, 3) for each in answer["probabilities"]]
            detail = json.dumps(answer)
        line = self.document.createElement("li")
        line.textContent = f"{event.type} {detail[:SHOWN]}"
        place = self.document.getElementById("log")
        place.prepend(line)
        while place.children.length > 6:
            place.lastElementChild.remove()

    def sent(self, event):
        """Show what the form would send."""
        event.preventDefault()
        data = self.window.URLSearchParams.new(self.window.FormData.new(event.target))
        say(self.document.getElementById("sent"), f"It would send: {data.toString()}")


if __name__ == "__main__":
    from pyscript import window

    Examples(window).open()
