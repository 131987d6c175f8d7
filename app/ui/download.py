"""Handing the visitor a file."""
from asyncio import create_task, sleep

from app.ui.browser import js_object


def download(window, name, kind, parts):
    """Hand out a file of this name. kind: its media type; parts: texts, of which it is made."""
    pieces = window.Array.new()
    for part in parts:
        pieces.push(part)
    link = window.document.createElement("a")
    link.href = window.URL.createObjectURL(window.Blob.new(pieces, js_object(window, {"type": kind})))
    link.download = name
    link.click()
    create_task(forget(window, link.href))


async def forget(window, address):
    """Let the browser drop a file that was handed out, once the download has surely begun."""
    await sleep(60)
    window.URL.revokeObjectURL(address)
