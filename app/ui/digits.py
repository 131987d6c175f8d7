"""What is on the pad as one digit: who reads it, and what the page shows and says of it."""
from asyncio import create_task

from app.core import parts
from app.ui.answer import Answer
from app.ui.browser import measure, sentence
from app.ui.reader import Reader
from app.ui.reads import Reads
from app.ui.waiting import Waiting
from app.ui.words import word


class Digits(Reads):
    """pad: the Pad; client: the WorkerClient; hopes: who may yet answer, as `Waiting` has it; notify(text): tells the visitor."""

    def __init__(self, window, *, pad, client, hopes, notify):
        super().__init__(pad=pad, notify=notify)
        self.window = window
        document = window.document
        self.root = document.documentElement
        find = document.getElementById
        self.answer = Answer({
            "page": self.root, "answer": find("answer"), "small": document.querySelector("#bar .digit"),
            "sentence": find("sentence"), "spoken": find("spoken"), "picture": find("picture"),
            "meters": [find(f"p{digit}") for digit in range(10)],
            "percents": [find(f"v{digit}") for digit in range(10)],
        }, window=window)
        find("picture").addEventListener("contextrestored", lambda event: self.answer.repaint())
        self.reader = Reader(client, on_answer=self.answered, on_error=self.unread)
        self.waiting = Waiting(self.reader, hopes)

    # What the pad says

    def begin(self):
        self.root.setAttribute("data-begun", "")
        if self.views:
            self.views.leave_guest()

    def read(self, stamp):
        self.reader.request(self.photo.request if self.pad.picture else self.pad.strokes, stamp)
        self.await_answer()

    def forget(self):
        self.reader.forget()
        self.answer.blank()
        if self.views:
            self.views.clear()

    # What the Pythons say

    def repeat(self):
        self.reader.repeat(self.window.performance.now())
        self.await_answer()

    def await_answer(self):
        if self.reader.last is not None:
            self.answer.wait(self.waiting.words(self.reader.last))

    def answered(self, result, stamp):
        if result.get("of") is not self.pad.picture:  # of what has left the pad meanwhile
            return
        found = result.get("picture")
        if found:
            several = word("answer.largest") if found["several"] else ""
            self.photo.measured(found["size"], result["of"].turn)
            create_task(self.photo.shrink())
        else:
            several = word("answer.one_at_a_time") if len(parts.split(self.pad.strokes)) > 1 else ""
        result["sure"] = result["sure"] and not several
        self.answer.show(result, several=several)
        measure(self.window, "inkling-answer", stamp, result["source"])
        finished = not self.pad.drawing and self.reader.waiting is None  # and this is the answer to all of it
        if finished:
            self.answer.speak(word("answer.of_picture") + " " if found else "")
        if self.views:
            self.views.show(found["strokes"] if found else self.pad.strokes, result, stamp, finished=finished)

    def unreadable(self, message):
        self.answer.wait(word("answer.unread"))
        self.notify(sentence(message))

    def tell(self, text):
        self.answer.wait(text)
        self.answer.speak()

    # What else may be read, and by whom

    def read_pixels(self, pixels):
        """Read an image in place of the drawing."""
        self.root.setAttribute("data-begun", "")
        self.reader.request({"pixels": pixels}, self.window.performance.now())
        self.await_answer()

    def answering(self, name):
        """Another network answers from now on; name: what the worker calls it."""
        self.reader.network = name
        self.repeat()

    def recoloured(self):
        self.answer.repaint()
