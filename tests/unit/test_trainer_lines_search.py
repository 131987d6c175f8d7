"""The few numbers that the search weighs by: fitting them never makes what was written less likely."""
import numpy as np
import pytest

from app.core.grammar import CHARACTERS
from tests.lattices import APART, MIXED, opinion, some_grammar, some_lattice
from trainer.learning.line_alignment import spelled
from trainer.learning.line_search import STEPS, WORST, Line, Search, fitted, mean_loss


def line(lattice, text):
    """A line of which the network says what the lattice's scores are, and the digits' network the same of digits."""
    own = lattice.scores[:, :10]
    logits = np.concatenate([lattice.scores, np.zeros((len(own), 1))], axis=1)
    return Line(lattice, logits, own - np.logaddexp.reduce(own, axis=1, keepdims=True), text)


def lines_of(rng, count=12, *, right=0.0):
    """Random lines, and texts that fit their number of pieces; right: by how much the text's own characters are likelier."""
    _, grammar = some_grammar(rng)
    lines = []
    for at in range(count):
        lattice = some_lattice(APART if at % 2 else MIXED, grammar, rng)
        text = "".join(rng.choice(list("0123456789+-=()"), lattice.count))
        for place, each in enumerate(text):
            lattice.scores[lattice.groups.index((place,)), CHARACTERS.index(each)] += right
        lines.append(line(lattice, text))
    return lines


@pytest.mark.parametrize("right", [2.0, 4.0, 8.0])
def test_fitting_never_makes_it_worse_and_tells_how_good_it_is(right, rng):
    counts, _ = some_grammar(rng)
    lines, start = lines_of(rng, right=right), Search(sharpness=1.3, favour=0.5)
    before = mean_loss(lines, counts, start)
    search, loss = fitted(lines, counts, start=start)
    assert loss < before - 1e-3
    assert mean_loss(lines, counts, search) == pytest.approx(loss)
    for name, (_, low, high) in STEPS.items():
        assert low <= getattr(search, name) <= high


@pytest.mark.parametrize("misread", [False, True])
def test_scores_that_are_always_right_are_sharpened_and_those_that_are_sure_and_often_wrong_blunted(misread, rng):
    """A dozen pieces that look like a digit by a factor of e**5; of the misread, every third is the next one."""
    counts, grammar = some_grammar(rng)
    lines = []
    for at in range(12):
        lattice = some_lattice(APART[:1], grammar, rng, spread=0.1)
        lattice.scores[0, at % 10] += 5
        lines.append(line(lattice, str((at + (misread and at % 3 == 0)) % 10)))
    assert (fitted(lines, counts)[0].sharpness < 0.9) == misread
    assert (fitted(lines, counts)[0].sharpness > 1.1) != misread


def test_the_digits_network_is_asked_where_it_knows_better(rng):
    """A dozen digits that the network for lines cannot tell apart, and the digits' network can."""
    counts, grammar = some_grammar(rng)
    lines = []
    for at in range(12):
        lattice = some_lattice(APART[:1], grammar, rng, spread=0.1)
        lattice.scores[0, :10] += 5
        said = np.full((len(lattice.scores), 10), -6.0)
        said[0, at % 10] = 0
        lines.append(line(lattice, str(at % 10))._replace(said=said))
    assert fitted(lines, counts)[0].second > 0.5


@pytest.mark.parametrize("text", ["12", "(1+2)=", "))", "((((1", "12="])
def test_the_likelihood_of_a_text_is_the_grammars_opinion_of_it(text, rng):
    counts, _ = some_grammar(rng)
    search = Search(share=0.3, unopened=2.5, unclosed=1.2, idle=0.9)
    assert search.grammar(counts).likelihood(text) == pytest.approx(
        opinion(counts, text, share=0.3, unopened=2.5, unclosed=1.2, idle=0.9))


def test_a_line_that_can_only_be_one_text_is_as_likely_as_the_grammar_says(rng):
    """All groups known, all ways through the line are one: what is left is the opinion of the text."""
    _, grammar = some_grammar(rng)
    lattice = some_lattice(APART[:3], grammar, rng)
    for place, each in enumerate("1+)"):
        lattice.pin((place,), CHARACTERS.index(each))
    assert lattice.sums()[2] == pytest.approx(grammar.likelihood("1+)"))


def test_the_loss_by_hand(rng):
    """The mean of -log P over two lines, one of which no way reads so: it does not count."""
    counts, _ = some_grammar(rng)
    search = Search(sharpness=0.5, favour=1.0)
    one, other = lines_of(rng, 2)
    loss = mean_loss([one, other._replace(text="12345678")], counts, search)
    own = spelled(one.lattice, one.text)[-1] + search.grammar(counts).likelihood(one.text) - one.lattice.sums()[2]
    assert loss == pytest.approx(min(-own, WORST))


def test_one_line_that_is_labelled_wrongly_counts_so_much_and_no_more(rng):
    counts, _ = some_grammar(rng)
    assert mean_loss(lines_of(rng, 1, right=-500.0), counts, Search()) == WORST


@pytest.mark.parametrize("text", [None, "12345678"])
def test_without_a_line_that_reads_as_it_should_nothing_is_changed(text, rng):
    lines = [each._replace(text=text) for each in lines_of(rng, 2)] if text else []
    assert fitted(lines, some_grammar(rng)[0])[0] == Search()
