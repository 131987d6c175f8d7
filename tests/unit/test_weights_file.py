"""What people are told of a network that was refused: a sentence that still names the field."""
import json

import pytest

from app.core import network, weights
from app.core.errors import DataError, InklingError, WeightsError
from app.ui.weights_file import refusal
from app.ui.words import words
from tests.unit.test_weights import FIELDS, owner_of, spelled


@pytest.mark.parametrize(("message", "told"), [
    ("format: missing", "it has no \u201cformat\u201d, so it is no weights file of this trainer"),
    ("temperature: missing", "it has no \u201ctemperature\u201d"),
    ("name: expected 1 to 64 characters", "its \u201cname\u201d must be 1 to 64 characters"),
    ("sure_threshold: is not a finite number", "its \u201csure_threshold\u201d is not a finite number"),
    ("file: is not JSON, perhaps cut off", "it is not JSON, perhaps cut off"),
    ("file: expected a JSON object", "it must be a JSON object")])
def test_a_field_that_is_wrong_is_named_in_a_sentence(message, told):
    assert refusal("other.json", WeightsError(message)) == f"other.json was refused: {told}"


@pytest.mark.parametrize("error", [DataError("it was not found on this site (status 404)"),
                                   InklingError("the full Python is not here")])
def test_what_is_not_the_files_fault_is_not_blamed_on_it(error):
    assert refusal("The network", error) == f"The network could not be used, because {error}"


def test_in_another_language_the_reason_is_said_by_its_pattern_and_only_once(monkeypatch):
    monkeypatch.setattr(words, "language", "de")
    monkeypatch.setattr(words, "theirs", {"networks.refused": "{network} wurde abgelehnt: {reason}"}.get)
    monkeypatch.setattr(words, "patterns", lambda: json.dumps([["{field}: missing", "\u201e{field}\u201c fehlt"]]))
    for message in ("name: missing", "\u201ename\u201c fehlt"):  # as core says it, and as it comes from the worker client
        assert refusal("w.json", WeightsError(message)) == "w.json wurde abgelehnt: \u201ename\u201c fehlt"


@pytest.mark.parametrize("wrong", [None, ["x"], -3.5, "nonsense"], ids=repr)
@pytest.mark.parametrize("path", FIELDS, ids=spelled)
def test_whatever_core_refuses_reads_as_one_sentence(small_network, path, wrong):
    """Its verb is there: nothing of "field: problem" is left."""
    document = network.to_document(small_network, name="small", title="A small one", training={}, metrics={})
    owner, name = owner_of(document, path)
    owner[name] = wrong
    try:
        weights.parse(json.dumps(document))
    except WeightsError as error:
        told = refusal("w.json", error).removeprefix("w.json was refused: ")
        assert ": " not in told
        assert any(told.startswith(("it ", f"its \u201c{field}")) for field in [spelled(path), spelled(path[:1]), "tensors"])
        verb = told.split("\u201d")[-1].split()[0] if told.startswith("its ") else told.split()[1]
        assert verb in ("must", "is", "has", "do", "was", "gets", "brings", "belongs", "needs"), told
