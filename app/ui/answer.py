"""The answer on the page: the digit in very large type, a sentence, ten bars, and the 28x28 that the network saw."""
from app.ui.browser import say
from app.ui.words import choices, word
from app.ui.words import percent as in_percent

SIDE = 28
# Less than this for the two most probable digits together is no choice between two, but doubt that it is a digit at all.
# Of the drawings by validation writers the shipped network doubts at most 0.4% of the digits, and 93% of the letters.
TORN = 0.8


class Answer:
    """Sets values on elements that are already in the page; makes none.

    elements: dict with "page" (gets data-blank), "answer", "small" (the digit beside the small pad), "sentence",
    "spoken", "picture" (canvas 28x28), "meters" and "percents" (lists of ten).
    """

    def __init__(self, elements, *, window):
        self.elements = elements
        self.window = window
        self.context = elements["picture"].getContext("2d")
        self.pixels = None
        self.heard = [""] * 10  # the bars in words, as screen readers have them

    def blank(self):
        """The calm empty state: no digit, no bars, no picture."""
        self.digit("", {})
        self.elements["page"].setAttribute("data-blank", "true")
        self.say(word("reading.nothing"))
        say(self.elements["spoken"], "")
        for digit in range(10):
            self.bar(digit, 0.0, "")
        self.paint(None)

    def wait(self, words):
        """There is ink, and no answer yet: say what becomes of it."""
        if self.pixels is None:
            self.say(words)

    def show(self, result, *, several=""):
        """result: {"digit", "probabilities", "sure", "source", "pixels"}; pixels are 784 numbers in [0, 1].

        several: what is said where it is of more than one digit, which no network here can read.
        """
        digit, probabilities = result["digit"], result["probabilities"]
        text = "?" if several or is_doubtful(result) else str(digit)
        self.digit(text, {"data-digit": str(digit), "data-sure": "true" if result["sure"] else "false",
                          "data-source": result["source"]})
        self.elements["page"].setAttribute("data-blank", "false")
        self.say(several or sentence(result))
        for index in range(10):
            self.bar(index, probabilities[index], percent(probabilities[index]), index == digit)
        self.paint(result["pixels"])

    def digit(self, text, data):
        """The digit itself, here and beside the small pad. data: attributes; those that are missing go."""
        for element in (self.elements["answer"], self.elements["small"]):
            say(element, text)
            for name in ("data-digit", "data-sure", "data-source"):
                if name in data:
                    element.setAttribute(name, data[name])
                else:
                    element.removeAttribute(name)

    def speak(self, before=""):
        """Hand sentence and bars to screen readers: once the answer to a finished stroke is here, not at every point of it.

        before: what they are told before the sentence.
        """
        say(self.elements["spoken"], before + self.elements["sentence"].textContent)
        for digit in range(10):
            words = in_words(self.elements["percents"][digit].textContent)
            if words != self.heard[digit]:
                self.heard[digit] = words
                self.elements["meters"][digit].setAttribute("aria-valuetext", words)

    def say(self, text):
        say(self.elements["sentence"], text)

    def bar(self, digit, probability, text, best=False):
        meter = self.elements["meters"][digit]
        meter.value = probability
        meter.parentElement.classList.toggle("best", best)
        self.elements["percents"][digit].textContent = text

    def paint(self, pixels):
        """Fill the small canvas with the page's ink colour, each pixel as opaque as it is inked."""
        self.pixels = pixels
        context = self.context
        context.clearRect(0, 0, SIDE, SIDE)
        if pixels is None:
            return
        context.fillStyle = self.window.getComputedStyle(self.elements["picture"]).color
        for index in range(SIDE * SIDE):
            value = pixels[index]
            if value:
                context.globalAlpha = value
                context.fillRect(index % SIDE, index // SIDE, 1, 1)

    def repaint(self):
        """The same again in the colours of a new theme."""
        self.paint(self.pixels)


def percent(probability):
    """A probability in a few characters, never rounded up to certainty or down to nothing."""
    if probability > 0.999:
        return ">" + in_percent(0.999)
    if probability < 0.001:
        return "<" + in_percent(0.001)
    return in_percent(probability)


def is_doubtful(result) -> bool:
    """Whether this is perhaps no digit."""
    return not result["sure"] and sum(sorted(result["probabilities"])[-2:]) < TORN


def in_words(percentage):
    """The same for the ear: "less than 0.1%"."""
    if percentage.startswith("<"):
        return word("answer.less_than", percentage=percentage[1:])
    return word("answer.more_than", percentage=percentage[1:]) if percentage.startswith(">") else percentage


def sentence(result):
    """What the answer means, in words."""
    probabilities, digit = result["probabilities"], result["digit"]
    articled = choices("digit.a")
    if result["sure"]:
        return word("answer.sure", digit=articled[digit])
    if is_doubtful(result):
        return word("answer.doubtful")
    second = max((p, i) for i, p in enumerate(probabilities) if i != digit)[1]
    return word("answer.torn", digit=articled[digit], second=articled[second])
