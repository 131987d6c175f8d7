"""What the worker does behind the page: MNIST's test images on demand, read as the trainer reads them, kept for offline."""
import dataclasses
import json
from pathlib import Path

import pytest

from app.build.packs import SAMPLE, TEST, TRAINING
from tests.drawings import THREE
from tests.e2e import sites
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, SOON, only_chromium, start, until
from tests.e2e.test_offline import STORED

WEIGHTS = Path(__file__).parents[2] / "weights"
NETWORKS = json.loads((WEIGHTS / "index.json").read_text(encoding="utf-8"))["networks"]
# Calls one of the worker's functions as the page's Python does; argument: [function, request].
CALL = """document.querySelector("script[name=reader]").xworker.sync[argument[0]](JSON.stringify({
    ...argument[1], ...(argument[1].url && {url: new URL(argument[1].url, document.baseURI).href})})).then(JSON.parse)"""
WHAT_IS_KEPT = """(async () => {
    const lists = (await caches.keys()).map(async name => (await caches.open(name)).keys());
    return (await Promise.all(lists)).flat().map(each => each.url.split("/data/")[1]).filter(Boolean);
})()"""
pytestmark = only_chromium


def call(page, function, **request):
    return page.js(CALL, [function, request])


def counted(page, network):
    """[right, all] of the check, slice by slice as the page does it."""
    name = call(page, "add_network", text=(WEIGHTS / network["file"]).read_text(encoding="utf-8"))["name"]
    slices = [call(page, "check", network=name, start=begin, count=1000) for begin in range(0, 10_000, 1000)]
    pairs = [pair for each in slices for pair in zip(each["read"], each["labels"], strict=True)]
    return [sum(read == label for read, label in pairs), len(pairs)]


@dataclasses.dataclass
class Story:
    """One visitor: a first visit that asks for the test images, a new version of the site, and then no server."""

    fetched_at_first: list
    opened: dict
    counted: dict  # by network
    together: dict
    kept: list
    asked_after_update: list
    kept_after_update: list
    missing: dict  # what is said of images that are not on the site
    offline: dict
    unreachable: dict


@pytest.fixture(scope="module")
def story(engine, site, tmp_path_factory):
    if not (site / TEST).exists():
        pytest.skip("the site was built without MNIST's images, which could not be fetched here")
    scratch = tmp_path_factory.mktemp("inside")
    newer = sites.edited(site, scratch / "newer", {"app/styles.css": lambda text: text + "\n:root { --version: new; }\n"})
    with hosting(site, scratch=scratch, prefix="/some/path/", stored=False) as host:
        page = engine.new_page()
        start(page, host.url, "ready", seconds=BOOT)
        page.wait(STORED, seconds=BOOT)
        fetched_at_first = host.names()
        page.reload()  # from here on the service worker sees what is asked for
        until(page, "ready", seconds=BOOT)
        missing = call(page, "open_sample", url="data/none.bin")
        opened = {name: call(page, f"open_{name}", url=url) for name, url in (("test", TEST), ("sample", SAMPLE))}
        drawing = call(page, "read", strokes=THREE, activations=False)["drawing"]
        calls = {"explain": {}, "inside": {}, "neuron": {"layer": 1, "index": 0}, "neighbours": {"digit": 3, "count": 4}}
        together = call(page, "together", drawing=drawing, calls=calls)
        count = {network["name"]: counted(page, network) for network in NETWORKS}
        kept = page.js(WHAT_IS_KEPT)
        host.show(newer)
        page.reload()
        page.wait("!document.getElementById('notice-action').hidden", seconds=BOOT)
        asked = len(host.names())
        page.click("#notice-action")
        page.wait("getComputedStyle(document.documentElement).getPropertyValue('--version').trim() === 'new'", seconds=BOOT)
        page.wait("caches.keys().then(names => names.length === 1)", seconds=SOON)
        kept_after_update = page.js(WHAT_IS_KEPT)
        host.stop()
        page.reload()
        until(page, "ready", seconds=BOOT)
        offline = call(page, "open_test", url=TEST)
        unreachable = call(page, "open_sample", url="data/none.bin")
        yield Story(fetched_at_first, opened, count, together, kept, host.names(asked), kept_after_update, missing, offline,
                    unreachable)
        page.close()


def test_nobody_fetches_the_images_before_asking_for_them(story):
    assert "index.html" in story.fetched_at_first or "" in story.fetched_at_first
    assert not [name for name in story.fetched_at_first if "data/" in name]


def test_the_browser_counts_the_mistakes_that_the_trainer_counted(story):
    assert story.opened["test"]["count"] == 10_000
    assert story.counted == {network["name"]: [round(network["metrics"]["mnist-test"]["accuracy"] * 10_000), 10_000]
                             for network in NETWORKS}


def test_why_and_the_neighbours_come_from_the_browsers_numpy_as_from_ours(story):
    why = story.together["explain"]
    assert why["digit"] == 3
    assert sum(why["contributions"]) + why["bias"] == pytest.approx(why["difference"], abs=1e-3)
    assert [len(layer["shown"]) for layer in story.together["inside"]["layers"]] == [0, 16, 16, 10]
    assert len(story.together["neuron"]["weights"]) == 784
    assert [image["label"] for image in story.together["neighbours"]["nearest"]] == [3] * 4


def test_once_asked_for_they_are_kept_through_an_update_and_without_a_server(story):
    assert sorted(story.kept) == sorted(story.kept_after_update) == ["mnist-sample.bin", "mnist-test.bin"]
    assert not [name for name in story.asked_after_update if "data/" in name]
    assert story.offline["count"] == 10_000


def test_what_cannot_be_fetched_is_said_in_a_sentence(story):
    assert story.missing["error"] == {"kind": "data", "message": "this site was built without MNIST's sample images"}
    assert "could not be loaded; what was used before is there without a network" in story.unreachable["error"]["message"]


def test_a_network_is_trained_from_random_weights_and_becomes_one_like_any_other(engine, site, tmp_path):
    """As many steps as it takes to read nine of ten, in slices between which the worker answers."""
    if not (site / TRAINING).exists():
        pytest.skip("the site was built without MNIST's images, which could not be fetched here")
    with hosting(site, scratch=tmp_path) as host:
        page = engine.new_page()
        start(page, host.url, "ready", seconds=BOOT)
        assert call(page, "train_open", url=TRAINING)["validation"] == 2000
        refused = call(page, "edit", file="app/core/layers.py", text="class ReLU(\n")
        assert refused["error"]["message"] == "line 1: '(' was never closed"
        call(page, "train_start", hidden=[32], activation="tanh", optimiser="momentum", rate=0.02, batch=32, images=15_000,
             epochs=3, patience=0, seed=0)
        curve, stopped = [], None
        while not stopped:
            state = call(page, "train_step", seconds=0.3, since=len(curve))
            curve, stopped = curve + state["curve"], state["stopped"]
            assert len(call(page, "train_read", strokes=THREE)["probabilities"]) == 10
        assert stopped == "epochs" and curve[0][4] < 0.5 and curve[-1][4] == state["validation_accuracy"] > 0.9
        assert call(page, "train_pictures", count=16)["picture"].startswith("data:image/png;base64,")
        document = call(page, "train_weights")
        assert document["metrics"]["mnist-validation"]["accuracy"] == pytest.approx(curve[-1][4], abs=0.01)
        added = call(page, "add_network", text=json.dumps(document))
        assert added["title"] == "784-32-10, tanh, trained in this browser"
        page.close()
