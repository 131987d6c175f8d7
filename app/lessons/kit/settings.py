"""What can be set in a lesson, as values and as the text that an address holds."""
import math


class Number:
    """A number from `low` to `high`. whole: only whole ones. `default` is what a lesson begins with."""

    def __init__(self, default, low, high, *, whole=False):
        self.default, self.low, self.high, self.whole = default, low, high, whole

    def read(self, text):
        """The value that a text means. Raises ValueError, with what is expected, if it means none."""
        try:
            value = int(text) if self.whole else float(text)
        except ValueError:
            value = math.nan
        if not self.low <= value <= self.high:
            kind = "a whole number" if self.whole else "a number"
            raise ValueError(f"{kind} from {self.low:g} to {self.high:g}")
        return value

    def write(self, value):
        return str(value) if self.whole else f"{value:.10g}"


class Choice:
    """One of some words, the first of them to begin with."""

    def __init__(self, *words):
        self.default, self.words = words[0], words

    def read(self, text):
        """The same text. Raises ValueError, with what is expected, for any other word."""
        if text not in self.words:
            raise ValueError("one of " + ", ".join(self.words))
        return text

    def write(self, value):
        return value


class Switch(Choice):
    """Something that is on or off; the value is a bool."""

    def __init__(self, default=False):
        super().__init__("on", "off")
        self.default = default

    def read(self, text):
        return super().read(text) == "on"

    def write(self, value):
        return "on" if value else "off"


def defaults(settings) -> dict:
    """The state that a lesson begins with. settings: {name: Number, Choice or Switch}."""
    return {name: settings[name].default for name in settings}


def from_fields(settings, fields):
    """What an address says. fields: {name: text}. Returns (state, [a sentence for each text that means nothing])."""
    state, troubles = defaults(settings), []
    for name in sorted(settings):
        if name in fields:
            try:
                state[name] = settings[name].read(fields[name])
            except ValueError as error:
                troubles.append(f"The address says {name} is \u201c{fields[name][:40]}\u201d, but it has to be {error}.")
    return state, troubles


def to_fields(settings, state) -> list:
    """[(name, text), ...] of what differs from the beginning, by name."""
    return [(name, settings[name].write(state[name])) for name in sorted(settings)
            if state[name] != settings[name].default]
