"""The page's words, numbers and percentages, in the visitor's language.

English comes with the modules that say it, in app/words/en.json. Which other language it is, app/build/start/words.js finds out
before Python is here, and fetches it; until it has come, and for a word that it lacks, English stands in.
"""
import json


def flat(tree, before="") -> dict:
    """{"group.name": text} of a tree of groups; a list's texts go by their numbers."""
    found = {}
    for name in tree if isinstance(tree, dict) else range(len(tree)):
        each, key = tree[name], f"{before}{name}"
        if isinstance(each, str):
            found[key] = each
        else:
            found.update(flat(each, key + "."))
    return found


class Words:
    """language: such as "en". theirs(key): the text in it, or None; patterns(): JSON of [[English, theirs], ...], what the readers
    refuse."""

    def __init__(self):
        self.english = {}
        self.use(None, "en", lambda key: None, lambda: "[]")

    def bring(self, text):
        """English words have come. text: JSON."""
        self.english.update(flat(json.loads(text)))

    def use(self, window, language, theirs, patterns):
        self.window, self.language, self.theirs, self.patterns = window, language, theirs, patterns
        self.made = {}  # the browser's formatters

    def find(self, key):
        """The text under this key, or None."""
        return self.theirs(key) or self.english.get(key)

    def formatter(self, kind, options):
        """One of the browser's own, such as Intl.NumberFormat, for the language; options: JSON."""
        if (kind, options) not in self.made:
            window = self.window
            self.made[kind, options] = getattr(window.Intl, kind).new(self.language, window.JSON.parse(options))
        return self.made[kind, options]


words = Words()
with open(__file__.replace("ui/words.py", "words/en.json")) as file:
    words.bring(file.read())


def listen(window, on_change):
    """Take over the language that the page has found, now or when it comes. on_change(): all words of the page are in it now, and
    those, too, that the page has replaced by others since."""
    def take(event=None):
        early = getattr(window, "early", None)
        if getattr(early, "find", None):
            words.use(window, early.language, early.find, early.patterns)
            if event:
                on_change()
    take()
    window.addEventListener("inkling-words", take)


def word(key, **values) -> str:
    """The text under this key, its placeholders filled."""
    return filled(words.find(key) or key, values)


def choices(key, at=None) -> list:
    """All texts of the list under this key, or of the list that is its member number `at`."""
    before, found = key if at is None else f"{key}.{at}", []
    find = words.theirs if words.theirs(f"{before}.0") else words.english.get  # a language may have fewer
    text = find(f"{before}.0")
    while text:
        found.append(text)
        text = find(f"{before}.{len(found)}")
    return found


def plural(key, count, **values) -> str:
    """The text for so many: under key.one, key.other, or another form that the language has."""
    form = "one" if count == 1 else "other"
    if words.language != "en":
        form = words.formatter("PluralRules", "{}").select(count)
    text = words.find(f"{key}.{form}") or words.find(f"{key}.other") or key
    values["count"] = number(count)
    return filled(text, values)


def filled(text, values) -> str:
    """A text with {name} replaced by values[name]; what has no value stays."""
    first, *rest = text.split("{")
    parts = [first]
    for part in rest:
        name, closed, after = part.partition("}")
        known = closed and name in values
        parts.append(f"{values[name]}{after}" if known else "{" + part)
    return "".join(parts)


def number(value, digits=0) -> str:
    """A number with so many digits after the point, as the language writes it."""
    if words.language != "en":
        options = {"minimumFractionDigits": digits, "maximumFractionDigits": digits}
        return words.formatter("NumberFormat", json.dumps(options)).format(value)
    whole, point, rest = "{:.{}f}".format(abs(value), digits).partition(".")
    return ("-" if value < 0 else "") + "{:,}".format(int(whole)) + point + rest  # MicroPython groups whole numbers only


def percent(share, digits=1) -> str:
    """A share of one in percent, as the language writes it."""
    if words.language != "en":
        options = {"style": "percent", "minimumFractionDigits": digits, "maximumFractionDigits": digits}
        return words.formatter("NumberFormat", json.dumps(options)).format(share)
    return f"{number(100 * share, digits)}%"


def told(message) -> str:
    """What a reader refused, in the visitor's language. message: in English, as app/core says it."""
    for pattern, theirs in json.loads(words.patterns()):
        values = matched(pattern, message)
        if values is not None:
            return filled(theirs, {name: told(values[name]) for name in values})
    return message


def matched(pattern, text):
    """{name: what stands in its place} if the text is this pattern with its placeholders filled, else None."""
    first, *rest = pattern.split("{")
    if not text.startswith(first):
        return None
    text, values = text[len(first):], {}
    for part in rest:
        name, _, fixed = part.partition("}")
        last = part is rest[-1]
        at = len(text) - len(fixed) if last and text.endswith(fixed) else text.find(fixed)
        if at < 0:
            return None
        values[name], text = text[:at], text[at + len(fixed):]
    return None if text else values
