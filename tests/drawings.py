"""A few drawings small enough to read, in any unit, y down."""

THREE = [[[30, 25], [40, 17], [55, 17], [66, 27], [60, 40], [48, 46], [60, 50], [68, 62], [62, 76], [48, 83], [34, 78]]]
FOUR = [[[40, 10], [20, 60], [80, 60]], [[60, 30], [58, 100]]]
DOUBTFUL = [[[50, 12], [32, 48], [66, 46], [60, 16], [62, 90]]]  # a 4 that is nearly a 9, and so at the mercy of a lesson
