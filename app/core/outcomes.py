"""What is told of lines that were read: their texts, what they come to, and each character. Ready for JSON."""
from app.core import expression
from app.core.line import Part, Reading


def told(reading: Reading) -> dict:
    """What the page is told of a reading: {"text", "value": that of the last line as the nearest number, or None, "exact": the
    same as text, or "", "sure", "probability", "crossed", "lines": [{"text", "value": exactly, or "", "asked", "verdict",
    "message", "spoken"}], "parts": [{"id", "text", "strokes", "box", "probabilities", "sure", "line"}]}."""
    outcomes = [(line, expression.work_out(line)) for line in reading.text.split("\n")]
    lines = [{"text": line, "value": exactly(outcome), "asked": outcome.asked, "verdict": outcome.verdict,
              "message": outcome.message, "spoken": expression.spoken(line)} for line, outcome in outcomes]
    value = outcomes[-1][1].value
    return {"text": reading.text, "value": nearest(value), "exact": lines[-1]["value"], "sure": bool(reading.sure),
            "probability": float(reading.probability), "crossed": list(reading.crossed), "lines": lines,
            "parts": [told_part(part) for part in reading.parts]}


def told_part(part: Part) -> dict:
    """A part in the fewest characters: the page's own Python takes its time over long numbers."""
    probabilities = {each: short(probability) for each, probability in part.probabilities.items()}
    return {**part._asdict(), "box": [short(each) for each in part.box], "probabilities": probabilities}


def short(number: float) -> float:
    return float(f"{number:.5g}")


def exactly(outcome: expression.Outcome) -> str:
    return "" if outcome.value is None else expression.exact(outcome.value)


def nearest(value) -> float | None:
    """The number nearest to a Fraction, None where there is none that JSON could hold."""
    try:
        return None if value is None else float(value)
    except OverflowError:
        return None
