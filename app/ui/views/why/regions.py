"""Why this digit, in words and in sums: which part of the picture spoke for it and which against."""
from app.ui.views.cells import SIDE
from app.ui.words import choices, word

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
    first, second = [choices("why.regions")[each] for each in order[:2]]
    return word("why.two_regions", first=first, second=second) if sizes[order[1]] >= CLEAR * sizes[order[0]] else first


def because(digit, rival, contributions, difference):
    """One sentence: "The ink at the top spoke most for a 3 rather than a 5; the ink on the left spoke most against it."""
    for_it, against, fors, againsts = sums(contributions)
    balance = [fors[at] + againsts[at] for at in range(9)]
    best, worst = strongest(balance), strongest([-each for each in balance])
    if not best:
        key = "why.only_against" if worst else "why.undecided"
    elif worst:
        key = "why.opposed_close" if difference < 1 else "why.opposed"
    elif -against < 0.1 * for_it:
        key = "why.unopposed_close" if difference < 1 else "why.unopposed"
    else:
        key = "why.outweighed_close" if difference < 1 else "why.outweighed"
    named = choices("digit.a")
    return word(key, digit=named[digit], rival=named[rival], best=best, worst=worst)
