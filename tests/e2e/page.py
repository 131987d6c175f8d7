"""What the drivers of all engines share."""
import json
import time

from app.build.policy import policy

POLL = 0.05  # seconds between two looks at a page
FORBIDDEN = "forbidden by the page's policy: "


def watching(tell):
    """A script that calls the JavaScript function `tell` with a text for all that the policy of one of the site's own pages
    forbids; other people's pages, and hosts, have policies of their own."""
    policies, said = json.dumps([policy(), policy(frames=True)]), "${each.effectiveDirective} ${each.blockedURI} ${each.sourceFile}"
    return f"""addEventListener("securitypolicyviolation", each => {{
        if ({policies}.includes(each.originalPolicy)) ({tell})(`{FORBIDDEN}{said}`);
    }})"""


class Absent(Exception):
    """This machine has no such engine; the message says what it would take."""


class Crashed(Exception):
    """The browser itself has crashed, which tells nothing of what was tested."""


class Page:
    """What the pages of all engines share. `look` is `js` that takes an error for "not yet": a page that is being left
    takes the script with it, and a page that has just begun lacks what the script speaks of."""

    def wait(self, condition, *, seconds):
        """Return once a JavaScript expression, or the promise that it is, comes out true; else TimeoutError."""
        end = time.monotonic() + seconds
        while not self.look(condition):
            if time.monotonic() > end:
                self.js(condition)  # with the error that it may have
                problems = getattr(self, "problems", "not recorded")
                shown = self.look("document.body.innerText.replace(/\\s+/g, ' ').slice(0, 3000)")
                raise TimeoutError(f"not in {seconds} s: {condition}; problems: {problems}; the page shows: {shown}")
            time.sleep(POLL)


def wait_in(frame, condition, *, seconds):
    """The same in one of Playwright's frames or tabs. Its own wait_for_function makes code of the text, as the page's policy
    forbids."""
    import playwright.sync_api

    end, reached = time.monotonic() + seconds, False
    while not reached:
        try:
            reached = frame.evaluate(condition)
        except playwright.sync_api.Error:
            if time.monotonic() > end:
                raise
        if not reached and time.monotonic() > end:
            raise TimeoutError(f"not in {seconds} s: {condition}")
        time.sleep(POLL)
