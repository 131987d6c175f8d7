"""What is shown and said of lines that were read, in words. A line is the worker's, as app/core/outcomes.py tells it."""
from app.ui.words import matched, number, told, word, words

OPERATORS = "+-\u2212\u00d7\u00f7="
VERDICTS = ("sums.yes", "sums.no", "sums.about")  # the keys of what a claim is told
# What the worker says of signs, a key for each of its words; the second ones are said with the first.
SPOKEN = {"plus": "sums.spoken.plus", "minus": "sums.spoken.minus", "times": "sums.spoken.times",
          "divided": "sums.spoken.divided_by", "by": "", "open": "sums.spoken.open", "close": "sums.spoken.close", "bracket": "",
          "equals": "sums.spoken.equals", "point": "sums.spoken.point", "comma": "sums.spoken.comma"}


def spaced(text) -> str:
    """With room around signs, but none after one that belongs to its number: "12+-7=" is "12 + -7 =", with a true minus."""
    pieces, before = [], "="
    for character in text:
        if character in OPERATORS and not (character in "-\u2212+" and before in OPERATORS + "("):
            pieces.append(f" {character} ")
        else:
            pieces.append(character)
        before = character
    return "".join(pieces).replace("-", "\u2212").replace("  ", " ").strip()


def is_number(text) -> bool:
    """Whether nothing has to be worked out in it."""
    return not [character for character in text[1:] if character in OPERATORS + "()"] and text[:1] not in ("", "=", "(")


def headline(line) -> tuple:
    """(what stands small above, what stands large) of a line."""
    text = spaced(line["text"])
    if line["verdict"]:
        return text, verdict(line).replace("-", "\u2212")
    if line["asked"] and line["value"] and not line["message"]:
        return text, written(line["value"]).replace("-", "\u2212")
    return "", text


def verdict(line) -> str:
    """What is to be said of a claim, "no, 72", in the visitor's language."""
    for key in VERDICTS:
        values = matched(words.english[key], line["verdict"])
        if values is not None:
            return word(key, value=written(values.get("value", "")))
    return line["verdict"]


def written(value) -> str:
    """An exact value with the language's decimal mark."""
    return value.replace(".", number(0.5, 1)[1])


def message(line) -> str:
    """What is wrong with a line, in the visitor's language; "" for nothing."""
    return told(line["message"])


def explained(line, sure) -> str:
    """What else is to be said of a line. sure: whether all that was read is."""
    if line["message"]:
        return message(line)
    if not sure:
        return word("sums.unsure")
    asks = line["asked"] or line["verdict"] or is_number(line["text"])
    return word("sums.hint") if asks else word("sums.without") + " " + word("sums.hint")


def comes_to(line) -> str:
    """What stands behind a line in a list of several: its value, its verdict, or nothing."""
    above, large = headline(line)
    return large if above else ""


def spoken(line) -> str:
    """The line and what it comes to, for whoever hears it: "12 times 7 equals 84.\""""
    text = in_words(line["spoken"])
    if line["message"]:
        return word("sums.said_message", line=text, message=message(line))
    if line["verdict"]:
        return word("sums.said_verdict", line=text, verdict=verdict(line))
    if line["asked"] and line["value"]:
        value = written(line["value"]).replace("-", word("sums.spoken.minus") + " ")
        return word("sums.said_value", line=text, value=value)
    return f"{text}."


def in_words(text) -> str:
    """What the worker says of a line's characters, in the visitor's language."""
    return " ".join([word(SPOKEN[each]) if each in SPOKEN else each for each in text.split(" ") if SPOKEN.get(each, each)])


def unsure_of(parts) -> str:
    """Which characters are doubtful, for the ear; "" for none."""
    names = [part["text"] for part in parts if not part["sure"]]
    return word("sums.not_sure_of", characters=", ".join(names)) if names else ""


def ranked(probabilities) -> list:
    """[(character, probability), ...], the most probable first."""
    return sorted([(each, probabilities[each]) for each in probabilities], key=lambda pair: -pair[1])
