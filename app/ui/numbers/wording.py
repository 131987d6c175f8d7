"""What is shown and said of lines that were read, in words. A line is the worker's, as app/core/outcomes.py tells it."""

OPERATORS = "+-\u2212\u00d7\u00f7="
UNSURE = "Not sure of what is marked. Tap it to choose."
HINT = "Read wrongly? Tap it above the ink to choose."
WITHOUT = "End it with = to have it worked out."
LEFT_OUT = "What is crossed out is left out."


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
        return text, line["verdict"].replace("-", "\u2212")
    if line["asked"] and line["value"] and not line["message"]:
        return text, line["value"].replace("-", "\u2212")
    return "", text


def explained(line, sure) -> str:
    """What else is to be said of a line. sure: whether all that was read is."""
    if line["message"]:
        return line["message"]
    if not sure:
        return UNSURE
    asks = line["asked"] or line["verdict"] or is_number(line["text"])
    return HINT if asks else f"{WITHOUT} {HINT}"


def comes_to(line) -> str:
    """What stands behind a line in a list of several: its value, its verdict, or nothing."""
    above, large = headline(line)
    return large if above else ""


def told(line) -> str:
    """The line and what it comes to, for whoever hears it: "12 times 7 equals 84.\""""
    value = line["value"].replace("-", "minus ").replace("\u2212", "minus ")
    if line["message"]:
        return f"{line['spoken']}: {line['message']}"
    if line["verdict"]:
        return f"{line['spoken']}: {line['verdict']}."
    return f"{line['spoken']} {value}." if line["asked"] and value else f"{line['spoken']}."


def unsure_of(parts) -> str:
    """Which characters are doubtful, for the ear; "" for none."""
    names = [part["text"] for part in parts if not part["sure"]]
    return f" Not sure of {', '.join(names)}." if names else ""


def ranked(probabilities) -> list:
    """[(character, probability), ...], the most probable first."""
    return sorted([(each, probabilities[each]) for each in probabilities], key=lambda pair: -pair[1])
