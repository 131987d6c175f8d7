"""The ways in for picture files: chosen, taken with the camera, pasted, dropped."""
from app.ui.browser import move_focus
from app.ui.drops import Drops, listed
from app.ui.words import word

# Of files that the system knows no type of. Whether it is one that can be read, the worker says.
ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".heic", ".heif", ".avif", ".tif", ".tiff", ".svg")


class Pictures:
    """early: what has come already, and is kept by app/build/start/early.js until `over`. chooser, camera: the inputs; button:
    another way to the chooser. on_picture(file): this one is to be read; notify(text): tells the visitor."""

    def __init__(self, window, early, *, chooser, camera, button, on_picture, notify):
        self.chooser, self.on_picture, self.notify = chooser, on_picture, notify
        document = window.document
        for own in (chooser, camera):
            own.addEventListener("change", self.chosen)
        button.addEventListener("click", self.open)
        document.addEventListener("paste", self.pasted)
        Drops(document, page=document.documentElement, on_files=self.sort)
        early.over = True
        if early.files.length:
            self.sort([early.files[at] for at in range(early.files.length)])

    def open(self, event):
        move_focus(self.chooser)  # the button makes room for the reading
        self.chooser.click()

    def chosen(self, event):
        own = event.target
        for file in listed(own)[:1]:
            self.on_picture(file)
        own.value = ""  # the same file may be chosen again

    def pasted(self, event):
        """Texts are left alone, and so is a field that takes them."""
        files = [file for file in listed(event.clipboardData) if is_picture(file)]
        if files and not event.defaultPrevented:
            event.preventDefault()
            self.sort(files)

    def sort(self, files):
        """Read the first picture among these files."""
        pictures = [file for file in files if is_picture(file)]
        if not pictures:
            self.notify(word("photo.no_place"))
            return
        self.on_picture(pictures[0])
        if len(pictures) > 1:
            self.notify(word("photo.one", file=pictures[0].name))


def is_picture(file) -> bool:
    """Whether a file calls itself a picture."""
    name = file.name.lower()
    return file.type.startswith("image/") or any(name.endswith(ending) for ending in ENDINGS)
