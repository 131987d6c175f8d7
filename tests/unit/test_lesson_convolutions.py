"""Lesson 8: sums and maxima worked by hand, its plain Python beside numpy, and what its page says."""
import asyncio
import json
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from app.build.page import parse
from app.core import instant, weights
from app.core.network import from_weights
from app.lessons.convolutions import convolutions, maps
from app.lessons.convolutions.convolutions import convolve, max_pool
from app.lessons.kit.settings import defaults
from app.ui.examples import strokes_of
from app.ui.replies import WorkerLost

ROOT = Path(__file__).parents[2]
PAGE = parse((ROOT / "app/lessons/convolutions/index.html").read_text(encoding="utf-8"))
WORDS = re.sub(r"\s+", " ", PAGE.get_text())
READY = {button.text: strokes_of(button["data-example"]) for button in PAGE.select("[data-example]")}
BEGINNING = {**defaults(convolutions.SETTINGS), **convolutions.EXTRAS, "still": False}


def network(name):
    return weights.parse((ROOT / f"weights/{name}.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lenet():
    return network("lenet")


def shown(lenet, **changed):
    *_, made = convolutions.pictures({**BEGINNING, **changed}, {"lenet": lenet})
    return made


def test_a_kernel_is_laid_on_every_place_and_its_products_are_added_up():
    image = [[1, 2, 0, 0], [0, 1, 3, 0], [4, 0, 1, 2]]
    kernel = [[1, -1], [0, 2]]
    # 1 - 2 + 2 * 1 = 1, 2 - 0 + 2 * 3 = 8, 0; below it 0 - 1 + 0 = -1, 1 - 3 + 2 = 0, 3 - 0 + 2 * 2 = 7; to each a half
    assert convolve(image, kernel, 0.5) == [[1.5, 8.5, 0.5], [-0.5, 0.5, 7.5]]


def test_an_edge_of_full_ink_is_3_on_its_left_and_as_much_below_zero_on_its_right():
    kernel = [[-1, 0, 1]] * 3
    assert convolve([[0, 0, 1, 1, 1, 0, 0]] * 3, kernel) == [[3, 3, 0, -3, -3]]
    assert convolve([[1, 1, 1]] * 3, kernel) == [[0]]


def test_of_every_two_by_two_the_largest_goes_on():
    assert max_pool([[1, 2, -3, -4], [0, 5, -2, -9], [7, 0, 0, 0], [0, 0, 0, 8]]) == [[5, -2], [7, 8]]
    assert max_pool([[1, 2, 9], [3, 4, 9], [9, 9, 9]]) == [[4]]  # what has no partner is left out


def test_the_first_sum_on_the_page_is_that_of_the_pixels_below_the_window(lenet):
    image = np.array(convolutions.image_of(BEGINNING))
    window = image[8:11, 15:18]
    expected = (window * [-1, 0, 1]).sum()
    made = shown(lenet)
    assert f"At 15 across and 8 down the sum is {expected:.2f}." in made["told"]
    assert re.sub("<[^>]+>", "", made["sum"]).endswith(f"={expected:.2f}")
    assert "2.77" in made["strongest"]


def test_wherever_the_drawing_is_moved_to_the_strongest_sum_stays_as_the_page_tells(lenet):
    for right in range(-6, 7):
        assert "Strongest: <b>2.77</b>" in shown(lenet, right=right)["strongest"]
    assert "the strongest sum stays 2.77" in WORDS


def test_what_moves_to_the_right_is_found_farther_to_the_right():
    kernel = [[-1, 0, 1]] * 3
    before = np.array(convolve(convolutions.image_of(BEGINNING), kernel))
    after = np.array(convolve(convolutions.image_of({**BEGINNING, "right": 4}), kernel))
    np.testing.assert_allclose(after[:, 4:], before[:, :-4], atol=1e-6)


def test_plain_python_finds_in_every_layer_what_the_full_python_finds(lenet):
    image = convolutions.image_of(BEGINNING)
    activations = from_weights(lenet).forward(np.array(image, np.float32).reshape(1, 784))[1:]
    found = convolutions.forward(lenet, image)
    for ours, theirs in zip(found, activations, strict=True):
        np.testing.assert_allclose(np.array(ours).reshape(theirs.shape[1:]), theirs[0], atol=2e-3)


def test_the_still_picture_has_all_layers_and_the_page_none_of_them(lenet):
    still = {name for name, *_ in convolutions.LAYERS} | {"filters", "costs", "reads", "layers-of"}
    assert still <= set(shown(lenet, still=True))
    assert not still & set(shown(lenet))
    assert shown(lenet, still=True)["reads"] == "It reads <b>3</b>, with over 99.9%."


def test_the_costs_are_those_that_the_page_tells(lenet):
    rows = maps.costs_of(lenet)
    # 16·(5·5 + 1), 32·(5·5·16 + 1), 40·(512 + 1), 10·(40 + 1)
    assert [numbers for _, numbers, _ in rows] == [416, 12832, 20520, 410]
    # 16·25·24·24, 32·400·8·8, 40·512, 10·40
    assert [products for *_, products in rows] == [230400, 819200, 20480, 400]
    index = {each["name"]: each for each in json.loads((ROOT / "weights/index.json").read_text(encoding="utf-8"))["networks"]}
    assert sum(numbers for _, numbers, _ in rows) == index["lenet"]["parameters"]
    assert sum(products for *_, products in rows) / (784 * 128 + 128 * 64 + 64 * 10) == pytest.approx(10, rel=0.05)
    assert "1,070,480" in convolutions.costs(lenet)
    for name, share in (("mlp-128-64", "92.60%"), ("lenet", "97.00%")):
        assert f"{100 * index[name]['metrics']['pendigits-train']['accuracy']:.2f}%" == share
        assert share in WORDS
    assert f"{index['mlp-128-64']['parameters']:,}" in WORDS


def test_drawings_that_move_are_read_as_the_page_tells(lenet):
    def read(**state):
        image = convolutions.image_of({**BEGINNING, **state})
        ours = convolutions.forward(lenet, image)[-1]
        plain = instant.forward(network("mlp-128-64"), [value for row in image for value in row])[-1]
        return ours.index(max(ours)), plain.index(max(plain)), max(ours)
    assert read(strokes=READY["3"], right=6)[:2] == (3, 2)
    assert read(strokes=READY["3"], right=4)[:2] == (3, 2)
    assert read(strokes=READY["3"], right=3)[:2] == (3, 3)
    digit, _, probability = read(strokes=READY["8"], right=-6)
    assert (digit, f"{100 * probability:.1f}%") == (2, "95.9%")
    assert "a 2, with 95.9%" in WORDS


def test_maps_and_places_are_the_same_numbers_in_another_order():
    maps = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]
    assert convolutions.by_place(maps) == [[[1, 5], [2, 6]], [[3, 7], [4, 8]]]
    assert convolutions.maps_of(convolutions.by_place(maps)) == maps


def test_runs_of_one_colour_are_one_shape():
    svg = maps.coloured([([[6, 6, 0, -3]], 10, 20)], 6)
    assert svg == ('<path class="against" fill-opacity="0.50" d="M13 20h1v1h-1z"/>'
                   '<path class="for" fill-opacity="1.00" d="M10 20h2v1h-2z"/>')


@pytest.mark.parametrize("changed", [
    {"strokes": []}, {"strokes": [[[500, 500]]], "x": 25, "y": 25}, {"filter": "16", "x": 25, "y": 25}, {"x": 0, "right": -6},
    {f"k{at + 1}": 9 for at in range(9)}, {f"k{at + 1}": 0 for at in range(9)}, {"strokes": [], "filter": "1", "right": 6},
])
def test_every_extreme_has_its_pictures(lenet, changed):
    made = shown(lenet, **changed)
    assert set(made) == {"image", "map", "pooled", "kernel", "sum", "strongest", "told"}


def test_without_the_network_the_window_slides_all_the_same():
    *_, made = convolutions.pictures({**BEGINNING, "still": True, "filter": "3"}, {})
    assert "map" in made
    assert "layer1" not in made


def test_the_ready_kernels_are_settings():
    for button in PAGE.select("[data-set]"):
        for field in button["data-set"].split():
            name, _, text = field.partition("=")
            convolutions.SETTINGS[name].read(text)


# In the page

class Full:
    """Stands for the full Python, which forgets its networks when it is started again."""

    def __init__(self, lenet):
        self.lenet, self.state, self.generation = lenet, "ready", 1
        self.asked, self.networks = [], {}

    async def call(self, name, request):
        self.asked.append(name)
        if self.state == "lost":
            raise WorkerLost("it has stopped")
        if name == "add_network":
            self.networks[self.generation] = request["text"]
            return {"name": "lenet"}
        assert self.networks.get(self.generation) == "the weights"
        pixels = request["pixels"]
        activations = convolutions.forward(self.lenet, [pixels[row * 28:(row + 1) * 28] for row in range(28)])
        return {"activations": activations, "probabilities": activations[-1]}


class Page:
    """Stands for the lesson."""

    def __init__(self):
        self.state, self.shown, self.told = dict(BEGINNING), {}, ""
        self.window = SimpleNamespace(fetch=self.fetch)

    async def fetch(self, _path):
        async def text():
            return "the weights"
        return SimpleNamespace(ok=True, text=text)

    def put(self, pictures):
        self.shown.update(pictures)

    def tell(self, text):
        self.told = text


def test_the_layers_on_the_page_are_those_of_the_newest_drawing_and_outlive_the_full_python(lenet, monkeypatch):
    monkeypatch.setattr(convolutions, "CALM", 0)
    page, full = Page(), Full(lenet)
    layers = convolutions.Layers(page, full)

    async def asked():
        layers.ask()
        while layers.busy:
            await asyncio.sleep(0)

    async def story():
        await asked()
        assert page.shown["reads"] == "It reads <b>3</b>, with over 99.9%."
        assert page.shown["layer4"] == shown(lenet, still=True)["layer4"]
        page.state["x"] = 3
        await asked()  # the window moves, the drawing does not
        assert full.asked == ["add_network", "read_pixels"]
        full.state = "lost"
        page.state["strokes"] = READY["4"]
        await asked()  # nobody is asked meanwhile
        assert full.asked == ["add_network", "read_pixels"]
        full.state, full.generation = "ready", 2
        await asked()
        assert page.shown["reads"].startswith("It reads <b>4</b>")
        page.state["strokes"] = []
        await asked()  # of a blank pad there is nothing to tell
        assert full.asked == ["add_network", "read_pixels"] * 2
        assert page.told == ""
    asyncio.run(story())
