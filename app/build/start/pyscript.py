"""Runs in the visitor's page: what it uses of PyScript's own Python package, under the same names: `from pyscript import ...`.

PyScript compiles all of its package at every visit; this is in its place in the built site (see micropython.mjs).
"""
import js
from polyscript import workers as _workers

window = js.window
document = js.document


class _Workers:
    def __getitem__(self, name):
        return js.Reflect.get(_workers, name)


workers = _Workers()
