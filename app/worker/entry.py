"""What PyScript runs in the worker: the page may call the functions of one session."""
from app.worker.boundary import functions_of
from app.worker.session import Session

functions = functions_of(Session())
globals().update(functions)
__export__ = list(functions)  # PyScript looks for a global of this name, and takes the globals that it names
