"""A picture to keep, of a drawing and what was read: an SVG document, and the same in pixels."""
from app.ui.paper import UNITS

PAPER, INK, PALE, SOFT, ACCENT, RULE = "#ffffff", "#1c2230", "#d9d7d0", "#5c6270", "#2f4bd8", "#e9e6df"  # of the light theme
SERIF = "ui-serif,Georgia,serif"
SANS = "ui-sans-serif,system-ui,sans-serif"
FOOT = 320  # pad units below the drawing
LETTER = 0.7  # of its height a digit is wide
PIXELS = 1200  # across a picture in pixels, of a square pad

DOCUMENT = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {across} {high}" role="img">'
    "<title>{title}</title>"
    '<rect width="{across}" height="{high}" fill="{paper}"/>{paths}'
    '<path d="M0 {line}H{across}" stroke="{rule}" stroke-width="3"/>'
    '<text x="60" y="{base}" font-family="{serif}" font-weight="600" font-size="{size}" fill="{colour}">{large}</text>'
    '<g font-family="{sans}" fill="{soft}">'
    '<text x="{beside}" y="{first}" font-size="52" fill="{ink}">{sentence}</text>'
    '<text x="{beside}" y="{second}" font-size="44">{probability}</text>'
    '<text x="{beside}" y="{third}" font-size="38">{signature}</text></g></svg>')
PATH = '<path d="{}" fill="none" stroke="{}" stroke-width="{}" stroke-linecap="round" stroke-linejoin="round"/>'


def svg(sheet, *, large, sure, sentence, probability, signature) -> str:
    """The text of an SVG document. large: what was read; sentence, probability: in words, "" for none."""
    across = sheet.across
    numbers = range(len(sheet.strokes))
    paths = [PATH.format(path_of(sheet.strokes[at]), PALE if at in sheet.pale else INK, sheet.pen)
             for at in sorted(numbers, key=lambda at: at not in sheet.pale)]
    most = 0.5 * across  # of the width, for what was read
    size = round(min(260, most / LETTER / max(len(large), 1)))
    beside = round(110 + LETTER * size * max(len(large), 1))
    values = {"across": across, "high": UNITS + FOOT, "width": round(0.6 * across), "height": round(0.6 * (UNITS + FOOT)),
              "title": escaped(f"{large}: {signature}" if large else signature), "paper": PAPER, "ink": INK, "soft": SOFT,
              "rule": RULE, "serif": SERIF, "sans": SANS, "colour": ACCENT if sure else SOFT, "line": UNITS,
              "paths": "".join(paths),
              "base": UNITS + 160 + round(0.35 * size), "size": size, "large": escaped(large), "beside": beside,
              "first": UNITS + 120, "second": UNITS + 188, "third": UNITS + 252, "sentence": escaped(sentence),
              "probability": escaped(probability), "signature": escaped(signature)}
    return DOCUMENT.format(**values)


def path_of(stroke) -> str:
    """The path that app/ui/paper.py draws."""
    x, y = stroke[0]
    parts = [f"M{x} {y}"]
    for next_x, next_y in stroke[1:]:
        parts.append(f"Q{x} {y} {round((x + next_x) / 2, 1)} {round((y + next_y) / 2, 1)}")
        x, y = next_x, next_y
    parts.append(f"L{x} {y}" if len(stroke) > 1 else "h0.01")
    return "".join(parts)


def escaped(text) -> str:
    """As text in XML, without the characters that it cannot hold."""
    kept = "".join([each for each in text if each >= " " or each in "\t\n"])
    for character, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        kept = kept.replace(character, name)
    return kept


async def png(window, text, across):
    """A Blob of the SVG document as PNG, on a canvas of its own. Raises what the browser does where it cannot."""
    document = window.document
    image = document.createElement("img")
    image.src = f"data:image/svg+xml;charset=utf-8,{window.encodeURIComponent(text)}"
    await image.decode()
    canvas = document.createElement("canvas")
    canvas.width = PIXELS * across // UNITS
    canvas.height = canvas.width * (UNITS + FOOT) // across
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
    return await window.Promise.new(lambda resolve, reject: canvas.toBlob(resolve, "image/png"))
