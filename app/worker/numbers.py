"""Whole numbers and sums: the lines that somebody wrote, read, worked out, and told to the page."""
import numpy as np

from app.core import expression, weights
from app.core.line import Part, Reader, Reading
from app.core.network import from_weights
from app.worker.networks import Loaded
from app.worker.pictures import path


def reader_of(text: str, digits: Loaded) -> Reader:
    """A reader of lines. text: the weights document of their characters' network; digits: what reads single digits. Raises
    WeightsError."""
    return Reader(from_weights(weights.parse(text)), digits.network)


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


def told_picture(found) -> dict:
    """What the page is told of what written.find_in found: {"size", "box", "outline", "strokes"}, as pictures.told has them."""
    boxes = np.concatenate([line.boxes for line in found.lines])
    outlines = [polygon for line in found.lines for piece in line.outlines for polygon in piece]
    strokes = [stroke for line in found.lines for piece in line.strokes for stroke in piece]
    return {"size": list(found.size), "box": [*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()],
            "outline": path(outlines), "strokes": strokes}


def exactly(outcome: expression.Outcome) -> str:
    return "" if outcome.value is None else expression.exact(outcome.value)


def nearest(value) -> float | None:
    """The number nearest to a Fraction, None where there is none that JSON could hold."""
    try:
        return None if value is None else float(value)
    except OverflowError:
        return None
