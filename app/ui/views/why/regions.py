"""Why this digit, in words and in sums: which part of the picture spoke for it and which against."""
from app.ui.answer import article
from app.ui.views.cells import SIDE

REGIONS = ["at the top left", "at the top", "at the top right", "on the left", "in the middle", "on the right",
           "at the bottom left", "at the bottom", "at the bottom right"]
CUTS = (10, 18)  # the digit fills rows and columns 4 to 24; these cut it in three
CLEAR = 0.35  # share of the strongest region's that another must have to be named with it


def region_of(at):
    """Which of the nine regions a pixel is in, row by row."""
    row, column = at // SIDE, at % SIDE
    return 3 * ((row >= CUTS[0]) + (row >= CUTS[1])) + (column >= CUTS[0]) + (column >= CUTS[1])


REGION_OF = [region_of(at) for at in range(SIDE * SIDE)]


def sums(contributions):
    """(for, against, nine regions' for, nine regions' against); what speaks against is negative."""
    fors, againsts = [0.0] * 9, [0.0] * 9
    at = 0
    for value in contributions:
        if value > 0:
            fors[REGION_OF[at]] += value
        elif value:
            againsts[REGION_OF[at]] += value
        at += 1
    return sum(fors), sum(againsts), fors, againsts


def strongest(sizes):
    """The one or two regions with the largest size above zero, in words; "" if there is none."""
    order = sorted(range(9), key=lambda each: -sizes[each])
    if sizes[order[0]] <= 0:
        return ""
    names = [REGIONS[order[0]]]
    if sizes[order[1]] >= CLEAR * sizes[order[0]]:
        names.append(REGIONS[order[1]])
    return " and ".join(names)


def because(digit, rival, contributions, difference):
    """One sentence: "The ink at the top spoke most for a 3 rather than a 5; the ink on the left spoke most against it."""
    for_it, against, fors, againsts = sums(contributions)
    pair = f"{article(digit)} {digit} rather than {article(rival)} {rival}"
    balance = [fors[at] + againsts[at] for at in range(9)]
    best, worst = strongest(balance), strongest([-each for each in balance])
    if not best and not worst:
        return f"No ink decides between {pair.replace('rather than', 'and')}."
    if not best:
        return f"Wherever there is ink it speaks against {pair}, most of all {worst}."
    text = f"The ink {best} spoke most for {pair}"
    if worst:
        text += f"; the ink {worst} spoke most against it"
    else:
        text += ", and no part of it spoke against" if -against < 0.1 * for_it else ", and outweighed what spoke against"
    return text + (", so it was close." if difference < 1 else ".")
