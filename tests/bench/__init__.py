"""The benchmark behind `make bench`: our page beside stock PyScript and TensorFlow.js, in one run.

    sites.py     makes the pages that ours is compared with
    line.py      the project's own server, made slow like a phone's line or holding files back
    browser.py   Chromium with a profile of its own for each visitor
    visits.py    cold and repeat visits, interleaved, the processor time and the bytes they cost
    latency.py   from the last point of a stroke to the shown answer
    memory.py    whether memory stays flat over thousands of answers
    timeline.py  what happens when on the way to the full answer
    report.py    the budgets as data, ratios, verdicts

Only figures of one run may be compared with each other: machines differ, and so does one machine from hour to hour. So
the pages take turns, every ratio is of two visits of the same turn, and the spread over the turns is printed with it.
"""
