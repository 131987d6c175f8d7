"""What is on the pad as numbers and sums: the full Python reads it, and the page shows each character and the result."""
import json
from asyncio import create_task

from app.ui.browser import measure, nodes, sentence
from app.ui.examples import Examples
from app.ui.numbers.chooser import Chooser
from app.ui.numbers.keeper import Keeper
from app.ui.numbers.result import Result
from app.ui.numbers.strip import Strip, line_written_last
from app.ui.numbers.wording import ranked
from app.ui.reads import Reads
from app.ui.storage import CHOSEN, loaded
from app.ui.words import word

MOST_CHOSEN = 200  # choices that are kept
LONGEST_NAME = 5000  # characters of a part's id: that of one of many strokes is long


class Numbers(Reads):
    """reader: the NumberReader; hopes: who may yet answer, "full" for the worker; storage: keeps what was chosen."""

    def __init__(self, window, *, pad, reader, hopes, storage, notify):
        super().__init__(pad=pad, notify=notify)
        self.window, self.reader, self.hopes, self.storage = window, reader, hopes, storage
        document = window.document
        find = document.getElementById
        self.root = document.documentElement
        reader.on_answer, reader.on_error = self.answered, self.unread
        self.chooser = Chooser(window, find("choose"), on_choose=self.corrected)
        self.strip = Strip(find("characters"), window=window, on_press=self.ask)
        self.result = Result(find("sum"), spoken=find("number-spoken"), on_press=self.ask)
        self.keeper = Keeper(find("keep-part"), back=lambda: [find("pad")])
        self.told = None  # what was read last
        self.chosen = self.kept_choices()
        self.picture, self.of_picture = None, {}  # a Picture, and the choices for its parts
        self.before = {}  # {id of a part: its probabilities before the visitor said anything}
        less_motion = window.matchMedia("(prefers-reduced-motion: reduce)")
        examples = document.querySelector(".sums")
        example = nodes(examples, "button")[0]
        Examples(examples, any=example, pad=pad, still=lambda: less_motion.matches)
        example.disabled = False  # before, a click would have been lost

    def kept_choices(self):
        """{id of a part: the character that the visitor said it is}"""
        try:
            chosen = loaded(self.storage.get(CHOSEN) or "{}")
        except (ValueError, RuntimeError):
            return {}
        if not isinstance(chosen, dict):
            return {}
        kept = [name for name in chosen if isinstance(chosen[name], str) and len(chosen[name]) == 1 and len(name) < LONGEST_NAME]
        return {name: chosen[name] for name in kept[:MOST_CHOSEN]}

    @property
    def choices(self):
        """Those for what is on the pad; for a picture they last as long as it lies there so."""
        picture = self.pad.picture
        if picture is None:
            return self.chosen
        if self.picture is not picture:
            self.picture, self.of_picture = picture, {}
        return self.of_picture

    # What the pad says

    def begin(self):
        self.root.setAttribute("data-written", "")

    def read(self, stamp):
        pad = self.pad
        request = self.photo.request if pad.picture else {"strokes": pad.strokes}
        request["chosen"] = self.choices
        self.reader.request(request, stamp)
        self.await_answer()

    def forget(self):
        self.reader.forget()
        self.told = None
        self.chooser.close()
        self.before = {}
        self.strip.show([])
        self.result.blank()
        self.keeper.withdraw()

    # What the Pythons say

    def repeat(self):
        self.keeper.kept = self.views.teach.kept if self.views else None
        self.keeper.settle()
        self.reader.repeat(self.window.performance.now())
        self.await_answer()

    def await_answer(self):
        if self.reader.last is None:
            return
        if not self.reader.client.able:
            self.result.say(word("sums.later" if "full" in self.hopes else "sums.never"))
        elif self.told is None:
            self.result.say(word("answer.reading"))

    def answered(self, told, stamp):
        if told.get("of") is not self.pad.picture:  # of what has left the pad meanwhile
            return
        found = told.get("picture")
        if found:
            self.photo.measured(found["size"], told["of"].turn)
            create_task(self.photo.shrink())
        self.told = told
        line = line_written_last(told["parts"])
        shown = [part for part in told["parts"] if part["line"] == line]
        if found:
            width, side = found["size"][0], max(found["size"])  # it lies in a square
            self.strip.show(shown, across=side, shift=(side - width) / 2)
            if self.views:
                self.views.by_hand.found(found)
        else:
            self.strip.show(shown, across=self.pad.sheet.across)
        self.result.show(told)
        if not found:
            self.pad.fade(told["crossed"])
        measure(self.window, "inkling-answer", stamp, "full")
        if not self.pad.drawing and self.reader.waiting is None:  # this is the answer to all of it
            self.result.speak(told)
            if self.on_read:
                self.on_read(told)
            if self.views:
                self.views.data.refresh()

    def unreadable(self, message):
        self.result.blank()
        self.strip.show([])
        self.tell(sentence(message))

    def tell(self, text):
        self.result.say(text)
        self.result.speak_words()

    # What the visitor says

    def ask(self, button, part):
        """What else may this part be? What has been chosen is no reason for the reader to doubt it less."""
        name = part["id"]
        if name not in self.choices:
            self.before[name] = part["probabilities"]
        self.chooser.open(button, part, ranked(self.before.get(name, part["probabilities"])))

    def corrected(self, part, character):
        """This part is this character."""
        name = part["id"]
        if character == part["text"]:
            return
        choices = self.choices
        if name in self.before and character == ranked(self.before[name])[0][0]:
            choices.pop(name, None)
            self.keeper.withdraw()
        else:
            if len(choices) >= MOST_CHOSEN:
                choices.clear()
            choices[name] = character
            if not self.pad.picture:
                self.keeper.offer(character, [self.pad.strokes[at] for at in part["strokes"]])
        if not self.pad.picture:
            self.storage.put(CHOSEN, json.dumps(choices) if choices else None)
        self.repeat()
