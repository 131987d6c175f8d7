"""What is dropped on the page does not take its place: browsers open whatever nobody takes, and the drawing is gone."""


class Drops:
    """page: gets data-dropping while files are held over it. on_files(files): some were dropped; a list of the browser's Files.
    What a part of the page takes for itself, it takes before this."""

    def __init__(self, document, *, page, on_files):
        self.page, self.on_files = page, on_files
        document.addEventListener("dragover", self.hover)
        document.addEventListener("dragleave", self.left)
        document.addEventListener("drop", self.drop)

    def hover(self, event):
        if taken(event):
            self.point_out(False)
        else:
            event.preventDefault()
            self.point_out(event.dataTransfer.types.includes("Files"))

    def left(self, event):
        if not event.relatedTarget:  # for nothing else on the page
            self.point_out(False)

    def drop(self, event):
        self.point_out(False)
        if taken(event):
            return
        event.preventDefault()
        files = listed(event.dataTransfer)
        if files:
            self.on_files(files)

    def point_out(self, on):
        """Show where files go, or no more."""
        if on:
            self.page.setAttribute("data-dropping", "")
        else:
            self.page.removeAttribute("data-dropping")


def taken(event) -> bool:
    """Whether somebody else takes it: a view has said so, or it lies on a field for files."""
    on_field = hasattr(event.target, "closest") and event.target.closest("input[type=file]")  # a text has none in Firefox
    return bool(event.defaultPrevented or on_field)


def listed(holder) -> list:
    """The files of an input, a drop or a paste, as a list."""
    files = holder.files if holder else None
    return [files.item(at) for at in range(files.length)] if files else []
