"""What PyScript runs in the worker: the page may call the functions of one session."""
from app.worker.boundary import functions_of
from app.worker.session import Session


def tell(seconds):
    """The page is told, outside of any reply, for how long it may hear nothing (app/ui/pulse.py)."""
    from js import JSON, postMessage
    postMessage(JSON.parse(f'{{"inkling": "busy", "seconds": {seconds}}}'))


functions = functions_of(Session(), tell)
globals().update(functions)
__export__ = list(functions)  # PyScript looks for a global of this name, and takes the globals that it names
