"""The weights of what reads lines: a document with any field of "line" wrong is refused, and the message names the field."""
import copy
import json
from pathlib import Path

import numpy as np
import pytest

from app.core import line, line_weights, weights
from app.core.candidates import CONTEXT
from app.core.errors import WeightsError
from app.core.grammar import CHARACTERS, Grammar
from app.core.layers import Dense, ReLU, Softmax
from app.core.network import Network, to_document

ON = "ab" * 32
FEATURES = 12
KINDS = 13
SHIPPED = Path(__file__).parents[2] / "weights"


@pytest.fixture
def network(rng):
    return Network([Dense.random(len(CONTEXT) + FEATURES, 6, rng=rng), ReLU(), Dense.random(6, len(CHARACTERS) + 1, rng=rng),
                    Softmax()], sure_threshold=0.75)


@pytest.fixture
def document(network, rng):
    whole = to_document(network, name="line", title="Lines", training={}, metrics={}, dtype="float32")
    whole["line"] = {"characters": CHARACTERS, "context": list(CONTEXT), "on": {"name": "inkling", "sha256": ON}, "sharpness": 0.8,
                     "favour": -0.5, "second": 0.25,
                     "grammar": {"counts": rng.uniform(1, 9, (KINDS + 1, KINDS)).tolist(), "share": 0.4,
                                                 "unopened": 3, "unclosed": 2.5, "idle": 1.5}}
    return json.loads(json.dumps(whole))


def parse(document, *, on=ON, features=FEATURES):
    return line_weights.parse(json.dumps(document), on=on, features=features)


def refused(document, field, **options):
    with pytest.raises(WeightsError) as caught:
        parse(document, **options)
    assert str(caught.value).startswith(field + ":"), str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_what_was_written_is_what_is_read(document, network, rng):
    found = parse(document)
    inputs = rng.random((5, len(CONTEXT) + FEATURES)).astype(np.float32)
    np.testing.assert_allclose(found.network.logits(inputs), network.logits(inputs), rtol=1e-5)
    assert (found.sharpness, found.favour, found.second, found.sure_threshold) == (0.8, -0.5, 0.25, 0.75)
    grammar = Grammar(np.array(document["line"]["grammar"]["counts"]), share=0.4, unopened=3, unclosed=2.5, idle=1.5)
    np.testing.assert_array_equal(found.grammar.follow, grammar.follow)
    np.testing.assert_array_equal(found.grammar.end, grammar.end)


FIELDS = ["line", "line.characters", "line.context", "line.on", "line.on.sha256", "line.sharpness", "line.favour", "line.second",
          "line.grammar",
          "line.grammar.counts", "line.grammar.share", "line.grammar.unopened", "line.grammar.unclosed", "line.grammar.idle"]


def owner_of(document, path):
    *way, last = path.split(".")
    for name in way:
        document = document[name]
    return document, last


@pytest.mark.parametrize("path", FIELDS)
def test_a_missing_field_is_named(document, path):
    owner, name = owner_of(document, path)
    del owner[name]
    assert "missing" in refused(document, path)


@pytest.mark.parametrize("wrong", [None, True, ["x"], {"x": 1}, "nonsense"], ids=repr)
@pytest.mark.parametrize("path", FIELDS)
def test_a_wrong_field_is_named(document, path, wrong):
    """Where the wrong kind of thing is an object as it should be, what is missing in it is named instead."""
    owner, name = owner_of(document, path)
    owner[name] = wrong
    with pytest.raises(WeightsError) as caught:
        parse(document)
    assert str(caught.value).startswith(path), str(caught.value)


@pytest.mark.parametrize("path", ["line.sharpness", "line.favour", "line.second", *(
    f"line.grammar.{name}" for name in ("share", "unopened", "unclosed", "idle"))])
@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_named(document, path, wrong):
    owner, name = owner_of(document, path)
    owner[name] = wrong
    refused(document, path)


def test_other_characters_or_another_context_are_refused(document):
    for path, wrong in (("line.characters", CHARACTERS[::-1]), ("line.context", CONTEXT[::-1]), ("line.context", CONTEXT[:-1])):
        other = copy.deepcopy(document)
        owner, name = owner_of(other, path)
        owner[name] = wrong
        refused(other, path)


def test_on_another_network_of_digits_it_is_refused(document):
    assert "another network" in refused(document, "line.on.sha256", on="cd" * 32)


@pytest.mark.parametrize("change", [
    lambda counts: counts[:-1], lambda counts: [*counts, counts[0]], lambda counts: [row[:-1] for row in counts], lambda counts: [],
    lambda counts: ["x" * KINDS, *counts[1:]], lambda counts: [counts[0][1:], [*counts[1], 1.0], *counts[2:]],
    *(lambda counts, bad=bad: [[bad, *counts[0][1:]], *counts[1:]] for bad in (
        0.0, -1, 1e9, True, "7", None, float("nan")))])
def test_counts_that_are_no_table_of_numbers_above_zero_are_named(document, change):
    grammar = document["line"]["grammar"]
    grammar["counts"] = change(grammar["counts"])
    assert "14 rows of 13" in refused(document, "line.grammar.counts")


def test_the_sizes_of_its_network_have_to_fit_context_features_and_characters(document):
    refused(document, "layers[0].inputs", features=FEATURES + 1)
    with pytest.raises(WeightsError, match=r"^layers: do not end in 23"):
        parse({**document, "layers": [*document["layers"][:2], {**document["layers"][2], "outputs": 24}, document["layers"][3]]})


def test_one_is_not_taken_for_the_other():
    """Neither the digits' networks for what reads lines, nor that for one of digits."""
    for path in sorted(SHIPPED.glob("*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        if found.get("format") and "line" not in found:
            with pytest.raises(WeightsError, match=r"^line: "):
                line_weights.parse(path.read_bytes(), on=ON, features=FEATURES)


def test_where_a_digits_network_is_wanted_it_is_refused(document):
    with pytest.raises(WeightsError, match=r"^line: .* not single digits"):
        weights.parse(json.dumps(document))


@pytest.mark.parametrize("text", ["", "[]", "3", "{", "[" * 100_000])
def test_what_is_no_document_is_refused(text):
    with pytest.raises(WeightsError, match=r"^file: "):
        line_weights.parse(text, on=ON, features=FEATURES)


def test_a_reader_of_a_document_needs_the_network_that_it_was_trained_on(rng):
    digits = Network([Dense.random(784, 4, rng=rng), ReLU(), Dense.random(4, 10, rng=rng), Softmax()])
    assert line.features_of(digits) == 4 + 14 * 14
    network = Network([Dense.random(len(CONTEXT) + 200, len(CHARACTERS) + 1, rng=rng), Softmax()])
    document = to_document(network, name="line", title="Lines", training={}, metrics={})
    document["line"] = {"characters": CHARACTERS, "context": list(CONTEXT), "on": {"sha256": ON}, "sharpness": 1, "favour": 0,
                        "second": 0,
                        "grammar": {"counts": np.ones((KINDS + 1, KINDS)).tolist(), "share": 0.4, "unopened": 3, "unclosed": 2,
                                    "idle": 1}}
    assert len(line.reader_of(json.dumps(document), digits, on=ON).read([[[0, 0], [0, 9]]]).parts) == 1
    with pytest.raises(WeightsError, match=r"^line\.on\.sha256"):
        line.reader_of(json.dumps(document), digits, on="00")


@pytest.mark.parametrize(("second", "share"), [(0.0, 0.5), (0.5, 0.75), (1.0, 0.9)])
def test_the_digits_network_has_its_say_which_digit_it_is_and_none_whether_it_is_one(second, share):
    """As likely a 1 as a 7 for the one, nine times as likely for the other; by halves it is the root of that, three times."""
    logits, said = np.full((1, len(CHARACTERS) + 1), -30.0), np.full((1, 10), -30.0)
    logits[0, [1, 7]], logits[0, 10], logits[0, -1] = np.log([0.2, 0.2]), np.log(0.4), np.log(0.2)
    said[0, [1, 7]] = np.log([0.9, 0.1])
    scores = line_weights.weighed(logits, said, 1.0, 0.0, second)
    likely = np.exp(scores[0]) * 0.2
    assert likely[[1, 7, 10]] == pytest.approx([0.4 * share, 0.4 * (1 - share), 0.4], abs=1e-6)
    np.testing.assert_allclose(line_weights.weighed(logits, said, 0.5, 3.0, second), 0.5 * scores + 3)
