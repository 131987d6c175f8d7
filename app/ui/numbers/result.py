"""The result on the page: large, with the line it is of above it, and all lines below where there are several."""
from app.ui.browser import say, show
from app.ui.numbers import wording
from app.ui.numbers.characters import Characters
from app.ui.numbers.strip import line_written_last
from app.ui.words import word


class Result:
    """root: holds the elements; spoken: what is said of it for screen readers. on_press(button, part): a character in the list of
    lines was pressed."""

    def __init__(self, root, *, spoken, on_press):
        self.document, self.spoken, self.on_press = root.ownerDocument, spoken, on_press
        find = root.querySelector
        self.above, self.large, self.words, self.list = find(".above"), find("#number"), find(".explained"), find(".lines")
        self.rows = []  # [element, Characters, the element of what it comes to]

    def blank(self):
        for name in ("data-text", "data-value", "data-sure"):
            self.large.removeAttribute(name)
        self.put("", "")
        say(self.words, "")
        say(self.spoken, "")
        self.show_lines([], [])

    def put(self, above, large):
        say(self.above, above)
        say(self.large, large)
        self.large.style.setProperty("--count", str(max(len(large), 1)))

    def say(self, words):
        """Explain the result, or why there is none."""
        say(self.words, words)

    def show(self, told):
        """told: the worker's reply."""
        lines, parts = told["lines"], told["parts"]
        line = lines[-1]
        self.large.setAttribute("data-text", told["text"])
        self.large.setAttribute("data-value", told["exact"])
        self.large.setAttribute("data-sure", "true" if told["sure"] else "false")
        self.put(*wording.headline(line))
        self.say(joined(wording.explained(line, told["sure"]), left_out(told)))
        self.show_lines(lines if len(lines) > 1 else [], parts)

    def speak(self, told):
        """Say it: of several lines the one that was written on last."""
        lines, parts = told["lines"], told["parts"]
        at = line_written_last(parts)
        if at >= len(lines):
            at = len(lines) - 1
        text = wording.spoken(lines[at])
        if len(lines) > 1:
            text = word("sums.said_of", line=at + 1, count=len(lines), told=text)
        doubt = wording.unsure_of([part for part in parts if part["line"] == at])
        say(self.spoken, joined(text, doubt, left_out(told)))

    def speak_words(self):
        say(self.spoken, self.words.textContent)

    def show_lines(self, lines, parts):
        """A row for each line, its characters and what it comes to."""
        while len(self.rows) < len(lines):
            self.make_row()
        for at, (row, characters, value) in enumerate(self.rows):
            show(row, at < len(lines))
            characters.show([part for part in parts if part["line"] == at] if at < len(lines) else [])
            if at < len(lines):
                message = wording.message(lines[at])
                say(value, message or wording.comes_to(lines[at]))
                value.toggleAttribute("data-message", message != "")
        show(self.list, len(lines) > 0)

    def make_row(self):
        row, written, value = [self.document.createElement(name) for name in ("li", "span", "span")]
        written.className, value.className = "written", "comes-to"
        row.append(written, value)
        self.list.append(row)
        self.rows.append((row, Characters(written, on_press=self.on_press), value))


def left_out(told) -> str:
    """That not all of the ink counts, if so."""
    return word("sums.left_out") if told["crossed"] else ""


def joined(*sentences) -> str:
    """Those that there are, one after the other."""
    return " ".join([each for each in sentences if each])
