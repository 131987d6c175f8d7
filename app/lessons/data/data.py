"""Lesson 1, data: a drawing as 784 numbers, and MNIST's pictures put into groups without their labels, by k-means."""
from app.core import ink
from app.lessons.data.heaps import NO_SAMPLE, grouped_digits, groups_list, pair, row_of, shown
from app.lessons.kit.drawing import THREE, add_pad
from app.lessons.kit.images import paths
from app.lessons.kit.settings import Number, Switch
from app.ui.views.cells import SIDE, Finger, value_table
from app.ui.views.numbers import number

COUNT = 200  # pictures that are grouped
PIXELS = SIDE * SIDE
COARSE = 7  # squares across a picture for that, each the mean of four by four pixels
MOST = 24  # steps, after which nothing changes any more, whatever k and seed
RATE = 0.01
SETTINGS = {"k": Number(10, 2, 10, whole=True), "seed": Number(11, 1, 20, whole=True), "steps": Number(MOST, 0, MOST, whole=True),
            "labels": Switch(True)}
EXTRAS = {"strokes": THREE}
FILES = {"sample": "data/mnist-sample.bin"}


def nearest(picture, centres):
    """Which centre is nearest to a picture, by their squared differences added up."""
    best, least = 0, 1e9
    for at in range(len(centres)):
        apart = 0.0
        for a, b in zip(picture, centres[at]):
            apart += (a - b) * (a - b)
            if apart > least:  # farther than another one already
                break
        if apart < least:
            best, least = at, apart
    return best


def mean(pictures):
    """The mean of some pictures: of each of their numbers by itself."""
    return [sum(values) / len(pictures) for values in zip(*pictures)]


def overlap(one, other):
    """Of all ink of two pictures, the share that lies on the same pixels."""
    shared = together = 0.0
    for a, b in zip(one, other):
        shared += min(a, b)
        together += max(a, b)
    return shared / together if together else 0.0


def purity(groups, labels):
    """The share of pictures in a group in which their own digit is the commonest."""
    commonest = 0
    for group in set(groups):
        inside = [label for label, where in zip(labels, groups) if where == group]
        commonest += max([inside.count(digit) for digit in range(10)])
    return commonest / len(groups)


def pictures(state, materials):
    """All that the lesson shows, by the place it has in the page."""
    made = of_drawing(state["strokes"])
    sample = materials.get("sample")
    if sample is None:
        made.update(labelled=NO_SAMPLE, groups=NO_SAMPLE, outcome="", told="")
        yield made
        return
    if "row" not in kept:
        kept["row"] = row_of(sample)
    made["labelled"] = kept["row"]
    wanted = state["k"], state["seed"], state["steps"], state["labels"]
    if shown_last[0] != wanted:  # a drawing changes nothing here
        for groups in pictures_of_groups(sample, *wanted):
            if groups is None:
                yield None
        shown_last[:] = wanted, groups
    made.update(shown_last[1])
    yield made


shown_last = [None, None]  # settings, and the pictures of the groups


def pictures_of_groups(sample, k, seed, steps, with_labels):
    """Those of the pictures that show the groups; yields None now and then before."""
    for known in grouped(sample, k, seed, steps):
        if known is None:
            yield None
    groups, settled = known
    for means in mean_pictures(sample, k, seed, groups):
        if means is None:
            yield None
    labels = sample.labels[:COUNT] if with_labels else None
    told = outcome(groups[-1], labels, len(groups) - 1, settled)
    yield {"groups": groups_list(groups[-1], means, labels), "outcome": told, "told": told}


# Groups without labels

kept = {}  # what was worked out last, because the next step goes on from there


def grouped(sample, k, seed, steps):
    """k-means, a picture at a time: yields None now and then, at last ([the groups after each step so far], settled)."""
    if "small" not in kept:
        small = []
        for at in range(COUNT):
            small.append(shrunk(sample.images, at))
            if at % 20 == 19:
                yield None
        kept["small"] = small
    small = kept["small"]
    if kept.get("of") != (k, seed):
        kept.update(of=(k, seed), centres=[small[at] for at in beginning(k, seed)], groups=[], settled=False)
    while not kept["groups"] or (len(kept["groups"]) <= steps and not kept["settled"]):
        if kept["groups"]:
            kept["centres"] = moved(small, kept["groups"][-1], kept["centres"])
        groups = []
        for picture in small:
            groups.append(nearest(picture, kept["centres"]))
            if len(groups) % 40 == 0:
                yield None
        kept["settled"] = bool(kept["groups"]) and groups == kept["groups"][-1]
        if not kept["settled"]:
            kept["groups"].append(groups)
    done = kept["groups"][:steps + 1]
    yield done, kept["settled"] and len(done) == len(kept["groups"])


def shrunk(images, at):
    """Picture number `at` as seven by seven numbers from 0 to 1."""
    side = SIDE // COARSE
    values = []
    for row in range(COARSE):
        for column in range(COARSE):
            first = (at * SIDE + row * side) * SIDE + column * side
            rows = [sum(images[start:start + side]) for start in range(first, first + SIDE * side, SIDE)]
            values.append(sum(rows) / (255 * side * side))
    return values


def beginning(k, seed):
    """The numbers of k different pictures, as chance has it: they are the first centres."""
    chance, chosen = seed * 7919, []
    while len(chosen) < k:
        chance = (chance * 1103515245 + 12345) % 2147483648
        at = chance // 65536 % COUNT
        if at not in chosen:
            chosen.append(at)
    return chosen


def moved(small, groups, centres):
    """Each centre in the middle of its group; one whose group is empty stays where it is."""
    fresh = []
    for at in range(len(centres)):
        inside = [picture for picture, group in zip(small, groups) if group == at]
        fresh.append(mean(inside) if inside else centres[at])
    return fresh


def mean_pictures(sample, k, seed, groups):
    """Each group's centre in all 784 pixels: the mean of those that were in it before the last step. At last a list of them."""
    if len(groups) == 1:
        yield [sample.pixels(at) for at in beginning(k, seed)]
        return
    totals, sizes = [None] * k, [0] * k
    for at in range(COUNT):
        group = groups[-2][at]
        picture = sample.images[at * PIXELS:(at + 1) * PIXELS]
        sizes[group] += 1
        totals[group] = picture if totals[group] is None else [a + b for a, b in zip(totals[group], picture)]
        if at % 20 == 19:
            yield None
    yield [[value / (255 * size) for value in total] if size else None for total, size in zip(totals, sizes)]


def outcome(groups, labels, step, settled):
    """Where it stands, in one sentence or two."""
    said = f"After {step} {'step' if step == 1 else 'steps'}" if step else "At the beginning"
    said += ", and no picture changes its group any more" if settled else ""
    if labels is None:
        return said + "."
    share = purity(groups, labels)
    return (f"{said}: {round(share * COUNT)} of {COUNT} pictures, {number(100 * share, 0)}%, are in a group in which their own "
            "digit is the commonest.")


# One drawing

drawn = [None, None]  # strokes, and the picture of them


def picture_of(strokes):
    """The 784 numbers of what is on the pad; all are 0 while that is nothing."""
    if strokes != drawn[0]:
        drawn[:] = [list(stroke) for stroke in strokes], ink.render(strokes) if strokes else [0.0] * PIXELS
    return drawn[1]


def as_it_lies(strokes, scale):
    """The 784 numbers of strokes drawn just where they are, neither scaled to a box nor centred."""
    placed = [ink.thin_out([(x * scale, y * scale) for x, y in stroke]) for stroke in strokes if stroke]
    return ink.draw(placed) if placed else [0.0] * PIXELS


def first_weights():
    """784 small numbers as chance has them, from -0.05 to 0.05: what a neuron may begin with."""
    chance, weights = 1, []
    for _ in range(PIXELS):
        chance = (chance * 1103515245 + 12345) % 2147483648
        weights.append(chance / 2147483648 * 0.1 - 0.05)
    return weights


WEIGHTS = first_weights()


def scale_of(pixels, largest):
    """What a neuron makes of pixels from 0 to `largest`: (its weighted sum, by how much one correction of an error of 1
    changes that sum). Each weight is corrected by RATE times its input, so the sum by RATE times the sum of their squares."""
    total = squares = 0.0
    for pixel, weight in zip(pixels, WEIGHTS):
        total += pixel * weight
        squares += pixel * pixel
    return total * largest, RATE * squares * largest * largest


def of_drawing(strokes):
    """The pictures that follow the pad."""
    pixels = picture_of(strokes)
    inked = sum([1 for value in pixels if value])
    # The same drawing half as large in a corner, as it lies and as the page makes a picture of it.
    corner = [[(x / 2 + 20, y / 2 + 20) for x, y in stroke] for stroke in strokes]
    plain, plain_corner = as_it_lies(strokes, SIDE / 1000), as_it_lies(corner, SIDE / 1000)
    placed_corner = ink.render(corner) if strokes else pixels
    before, after = overlap(plain, plain_corner), overlap(pixels, placed_corner)
    sums = [scale_of(pixels, 1), scale_of(pixels, 255)]
    rows = [("the largest input", "1", "255"),
            ("the weighted sum", number(sums[0][0]), grouped_digits(sums[1][0])),
            ("one correction changes it by", number(sums[0][1]), grouped_digits(sums[1][1]))]
    table = "".join([f'<tr><th scope="row">{name}</th><td>{small}</td><td>{large}</td></tr>' for name, small, large in rows])
    return {
        "ink": paths(pixels),
        "inked": f"{inked} of the 784 numbers are above 0." if strokes else "Nothing is drawn: all 784 numbers are 0.",
        "values": value_table(pixels, shown),
        "before": pair(plain, plain_corner, "as it lies on the pad", "half as large, in a corner"),
        "before-share": f"{number(100 * before, 0)}%" if strokes else "nothing",
        "after": pair(pixels, placed_corner, "scaled and centred", "the small one, scaled and centred"),
        "after-share": f"{number(100 * after, 0)}%" if strokes else "nothing",
        "sizes": table,
    }


# The page


def begin(lesson):
    """The pad, a finger on its picture, and a button that goes one step on."""
    find = lesson.find

    def point(at):
        pixels = picture_of(lesson.state["strokes"])
        find("pointed").textContent = (f"Row {at // SIDE}, column {at % SIDE}: {number(pixels[at])}" if at is not None else
                                       "Point at a pixel to see its number.")

    def follow():
        find("step").setAttribute("data-set", "steps=%d" % min(lesson.state["steps"] + 1, MOST))
    Finger(find("seen"), words=find("pointed"), on_point=point)
    lesson.on_state.append(follow)
    add_pad(lesson)


if __name__ == "__main__":
    from pyscript import document, window, workers

    from app.lessons.kit.lesson import open_lesson

    open_lesson(document, window, workers, globals())
