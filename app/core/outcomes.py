"""What is told of lines that were read: their texts, what they come to, and each character. Ready for JSON."""
from fractions import Fraction

from app.core import expression
from app.core.line import Part, Reading

WHOLE = 2 ** 53  # up to which every whole number is a number in JavaScript


def told(reading: Reading) -> dict:
    """What is told of a reading: {"text", "value": that of the last line as the nearest number, or None, "exact": the same as
    text, or "", "sure", "probability", "crossed", "lines": [{"text", "value": exactly, or "", "asked", "verdict", "message",
    "spoken", "probability", "sure"}], "parts": [{"id", "text", "strokes", "box", "probabilities", "sure", "line"}]}."""
    texts, chances = reading.lines or [""], reading.chances or [0.0]  # there may be nothing but what is crossed out
    outcomes = [expression.work_out(text) for text in texts]
    lines = [told_line(*each, reading.trusted) for each in zip(texts, outcomes, chances, strict=True)]
    value = outcomes[-1].value
    return {"text": reading.text, "value": nearest(value), "exact": exactly(value), "sure": reading.sure,
            "probability": reading.probability, "crossed": list(reading.crossed), "lines": lines,
            "parts": [told_part(part) for part in reading.parts]}


def told_line(text: str, outcome: expression.Outcome, chance: float, trusted: float) -> dict:
    return {"text": text, "value": exactly(outcome.value), "asked": outcome.asked, "verdict": outcome.verdict,
            "message": outcome.message, "spoken": expression.spoken(text), "probability": short(chance),
            "sure": bool(text) and chance >= trusted}


def told_part(part: Part) -> dict:
    """A part in the fewest characters: the page's own Python takes its time over long numbers."""
    probabilities = {each: short(probability) for each, probability in part.probabilities.items()}
    return {**part._asdict(), "box": [short(each) for each in part.box], "probabilities": probabilities}


def short(number: float) -> float:
    return float(f"{number:.5g}")


def exactly(value: Fraction | None) -> str:
    return "" if value is None else expression.exact(value)


def nearest(value: Fraction | None) -> int | float | None:
    """The number nearest to a value, whole where that is exact for whoever reads JSON; None where there is none."""
    if value is None or (value.denominator == 1 and abs(value) <= WHOLE):
        return None if value is None else int(value)
    try:
        return float(value)
    except OverflowError:
        return None
