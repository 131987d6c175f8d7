"""What the site's pages allow themselves: a Content-Security-Policy, which the build writes into each of them.

Nothing but the site's own files may run, be fetched or be sent to, whatever comes to stand in a page.
"""

from app.build.page import Page

# wasm-unsafe-eval: MicroPython is compiled; blob: is a picture that the visitor chose, data: one that Python made.
POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "worker-src": "'self'",
    "connect-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
FRAMES = {"frame-src": "'self'"}  # of the page that shows the pad as others have it


def policy(*, frames: bool = False) -> str:
    """The policy of a page; frames: whether it holds the pad in frames, as the page on embedding does."""
    return "; ".join(f"{name} {value}" for name, value in {**POLICY, **(FRAMES if frames else {})}.items())


def forbid(page: Page, *, frames: bool = False) -> None:
    """Put the policy into a page's head, before all that it is about: it holds for what comes after it."""
    tag = page.tree.new_tag("meta", attrs={"http-equiv": "Content-Security-Policy", "content": policy(frames=frames)})
    charset = page.tree.head.find("meta", charset=True)
    if charset is None:
        page.tree.head.insert(0, tag)
    else:
        charset.insert_after("\n  ", tag)
