"""Where marks of one width stand on a line so that none covers another and each is as near to its own place as that allows."""


def spread(centres, *, width, whole) -> list:
    """New centres, in the order given. centres: ascending; all in one unit, `whole` the line's length.

    Marks that would cover each other stand side by side, their middle where the middle of their places is (pooling of adjacent
    violators). More marks than the line has room for are packed from its beginning and go beyond its end.
    """
    groups = []  # [how many, the sum of where the first of them would have to begin for each]
    for centre in centres:
        groups.append([1, centre - width / 2])
        while len(groups) > 1 and begin(groups[-2], width, whole) + groups[-2][0] * width > begin(groups[-1], width, whole):
            count, total = groups.pop()
            before = groups[-1]
            before[1] += total - count * before[0] * width
            before[0] += count
    places = []
    for group in groups:
        places += [begin(group, width, whole) + (at + 0.5) * width for at in range(group[0])]
    return places


def begin(group, width, whole):
    """Where a group of marks begins: on the line, if it has room there."""
    count, total = group
    return max(0, min(total / count, whole - count * width))
