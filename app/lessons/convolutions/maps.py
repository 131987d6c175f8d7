"""What lesson 8 draws of numbers that it is given: images, maps in two colours, many of them, and sums."""
from app.core import ink
from app.lessons.kit.formula import math, mn, mo, plain
from app.lessons.kit.images import image
from app.ui.views.numbers import number

SHADES = 6  # strengths of colour in maps


def largest(rows):
    """The largest size of any number in it."""
    return max([max([abs(value) for value in row]) for row in rows])


def smallest(rows):
    return min([min(row) for row in rows])


def most(rows):
    return max([max(row) for row in rows])


def inked(pixels, x, y, size):
    """The drawing, rows of numbers, and the window on it."""
    window = f'<rect class="window on-ink" x="{x}" y="{y}" width="{size}" height="{size}"/>'
    return image([value for row in pixels for value in row], f"The drawing; the window is {x} across and {y} down", window)


def mapped(rows, scale, label, x=None, y=None):
    """A map or a kernel in blue and orange; with a window at one of its places."""
    side = len(rows)
    frame = "" if x is None else f'<rect class="window" x="{x}" y="{y}" width="1" height="1"/>'
    words = f"{label}, {side} by {len(rows[0])} numbers from {number(smallest(rows))} to {number(most(rows))}"
    return (f'<svg class="cells" viewBox="0 0 {side} {side}" role="img" aria-label="{words}">'
            f"{coloured([(rows, 0, 0)], scale)}{frame}</svg>")


def mosaic(maps, across, label):
    """Many maps, so many in a row; those of a layer share one scale."""
    side = len(maps[0])
    gap = max(1, side // 8)
    step = side + gap
    placed = [(maps[at], at % across * step, at // across * step) for at in range(len(maps))]
    paper = "".join([f'<rect x="{x}" y="{y}" width="{side}" height="{side}"/>' for _, x, y in placed])
    scale = max([largest(each) for each in maps])
    width, height = across * step - gap, (len(maps) + across - 1) // across * step - gap
    return (f'<svg class="mosaic" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{paper}'
            f"{coloured(placed, scale)}</svg>")


def coloured(placed, scale):
    """Runs of equal colour as paths: blue above zero, orange below. placed: [(rows, left, top), ...]."""
    groups = [[] for _ in range(2 * SHADES + 1)]
    factor = SHADES / scale if scale else 0.0
    for rows, left, top in placed:
        for y in range(len(rows)):
            last, since = 0, 0
            levels = [int(value * factor + (0.5 if value > 0 else -0.5)) for value in rows[y]]
            levels.append(0)
            for x in range(len(levels)):
                if levels[x] != last:
                    if last:
                        groups[SHADES + last].append(f"M{left + since} {top + y}h{x - since}v1h-{x - since}z")
                    last, since = levels[x], x
    parts = []
    for level in range(1, SHADES + 1):
        for kind, group in (("for", groups[SHADES + level]), ("against", groups[SHADES - level])):
            if group:
                parts.append(f'<path class="{kind}" fill-opacity="{level / SHADES:.2f}" d="{"".join(group)}"/>')
    return "".join(parts)


def formula(image, kernel, bias, x, y, total):
    """All products at one place, a row of the window in a line."""
    lines, size = [], len(kernel)
    for row in range(size):
        terms = [mn(image[y + row][x + column]) + mo("\u00b7") + weight(kernel[row][column]) for column in range(size)]
        lines.append((mo("+") if row else "") + mo("+").join(terms))
    lines.append((mo("+") + mn(bias) if bias else "") + mo("=") + plain(total))
    rows = "".join([f'<mtr><mtd><mrow>{line}</mrow></mtd></mtr>' for line in lines])
    words = f"{size * size} products of pixel and weight, added up, equal {number(total)}"
    return math(f'<mtable>{rows}</mtable>', words=words)


def weight(value):
    """A weight as short as it can be."""
    return mn(value, 0 if value == int(value) else 2)


def costs_of(weights):
    """[(layer, numbers to learn, products for one drawing)] of the layers that have numbers to learn."""
    found, side = [], ink.SIZE
    for layer in weights.layers:
        kind = layer["kind"]
        if kind == "convolution":
            side -= layer["size"] - 1
            patch = layer["size"] * layer["size"] * layer["channels"]
            found.append((f"{layer['filters']} filters", layer["filters"] * (patch + 1), layer["filters"] * patch * side * side))
        elif kind == "max_pool":
            side //= 2
        elif kind == "dense":
            products = layer["inputs"] * layer["outputs"]
            found.append((f"{layer['outputs']} neurons", products + layer["outputs"], products))
    return found


def costs(weights):
    """The same as rows of a table, with their sums."""
    rows = costs_of(weights)
    rows.append(("all", sum([numbers for _, numbers, _ in rows]), sum([products for _, _, products in rows])))
    return "".join([f'<tr><th scope="row">{name}</th><td>{numbers:,}</td><td>{products:,}</td></tr>'
                    for name, numbers, products in rows])


def reads(probabilities):
    best = max(probabilities)
    return f"It reads <b>{probabilities.index(best)}</b>, with {share(best)}."


def share(probability):
    text = number(100 * probability, 1)
    return "over 99.9%" if probability < 1 and float(text) == 100 else text + "%"
