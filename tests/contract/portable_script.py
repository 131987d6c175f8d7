"""Run under CPython and under MicroPython, this must print the same: one JSON object. See test_micropython.py."""
import json
import math

from app.core import ink, instant, link, parts
from app.core.errors import InklingError

with open("/job.json") as file:
    job = json.loads(file.read())

weights = instant.parse(job["weights"])
results = []
for strokes in job["drawings"]:
    pixels = ink.render(strokes)
    answer = instant.answer(weights, instant.forward(weights, pixels))
    beside = strokes + [[[x + 2e3, y] for x, y in stroke] for stroke in strokes]
    results.append([list(pixels), answer["digit"], answer["probabilities"], answer["sure"], parts.split(beside)])

messages = []
for text in job["broken_weights"]:
    try:
        instant.parse(text)
        messages.append("accepted")
    except InklingError as error:
        messages.append(str(error))
for strokes in job["broken_drawings"] + [[[[math.nan, 1]]], [[[1, math.inf]]]]:
    try:
        ink.render(strokes)
        messages.append("accepted")
    except InklingError as error:
        messages.append(str(error))
for pixels in job["broken_pixels"] + [[math.nan] * 784]:
    try:
        instant.check_pixels(pixels)
        messages.append("accepted")
    except InklingError as error:
        messages.append(str(error))
links = []
for strokes, times in job["timed"]:
    fragment = link.encode(strokes, times, view="why")
    made = link.decode(fragment)
    links.append([fragment, made.strokes, made.times, made.mode, made.view])
for fragment in job["broken_links"]:
    try:
        links.append(link.decode(fragment).strokes)
    except InklingError as error:
        messages.append(str(error))
print(json.dumps({"links": links, "results": results, "messages": messages}))
