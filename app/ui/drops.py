"""What is dropped on the page does not take its place: browsers open whatever nobody takes, and the drawing is gone."""

PICTURE = ("Pictures cannot be read in the page yet: draw the digit here, or give the picture to "
           "“python -m app predict”.")
FILE = "This file has no place here: weights are dropped at Other networks, drawings are chosen at Teach it your handwriting."


class Drops:
    """notify(text): tells the visitor. What a part of the page takes for itself, it takes before this."""

    def __init__(self, document, *, notify):
        self.notify = notify
        document.addEventListener("dragover", self.hover)
        document.addEventListener("drop", self.drop)

    def hover(self, event):
        if not taken(event):
            event.preventDefault()

    def drop(self, event):
        if taken(event):
            return
        event.preventDefault()
        files = event.dataTransfer.files
        if files.length:
            self.notify(PICTURE if files[0].type.startswith("image/") else FILE)


def taken(event) -> bool:
    """Whether somebody else takes it: a view has said so, or it lies on a field for files."""
    on_field = hasattr(event.target, "closest") and event.target.closest("input[type=file]")  # a text has none in Firefox
    return bool(event.defaultPrevented or on_field)
