"""Redrawing along the centre line gives any pen's image in our own pen."""
import numpy as np
import pytest

from app.core import ink
from tests.drawings import FOUR, THREE
from trainer.data import redrawing
from trainer.data.corpus import gather
from trainer.data.samples import Mixture, Samples
from trainer.learning.centre_lines import redrawn
from trainer.learning.rough import Rough, roughen


def image(strokes):
    return np.rint(255 * np.asarray(ink.render(strokes))).astype(np.uint8)


@pytest.mark.parametrize("strokes", [THREE, FOUR], ids=["three", "four"])
def test_an_image_in_our_pen_stays_nearly_what_it_was(strokes):
    plain = image(strokes)
    again = redrawn(plain[None])[0]
    assert np.abs(again.astype(int) - plain).mean() < 0.35 * plain.mean()
    assert again.sum() == pytest.approx(plain.sum(), rel=0.15)


@pytest.mark.parametrize("level", [0.22, 0.6])
def test_thick_and_thin_pens_become_ours(level, rng):
    plain = np.array([image(THREE), image(FOUR)])
    settings = Rough(share=1, pen=(level, level), uneven=0, edges=0, gaps=0, specks=0)
    other = roughen(plain, rng=rng, settings=settings)
    again = redrawn(other)
    assert np.all(np.abs(again.sum(axis=1) / plain.sum(axis=1) - 1) < np.abs(other.sum(axis=1) / plain.sum(axis=1) - 1))


@pytest.mark.parametrize("dot", [1, 2, 3])
def test_a_dot_stays_a_dot(dot):
    spot = np.zeros((28, 28), np.uint8)
    spot[13:13 + dot, 13:13 + dot] = 255
    assert redrawn(spot.reshape(1, -1)).max() > 200


def test_each_image_is_redrawn_for_itself(rng):
    plain = np.array([image(THREE), image(FOUR), image(THREE)])
    together = redrawn(plain)
    for one, alone in zip(together, plain, strict=True):
        np.testing.assert_array_equal(one, redrawn(alone[None])[0])


def test_redrawing_is_done_once_and_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(redrawing, "CACHE", tmp_path)
    first = redrawing.redraw(image(FOUR)[None])
    monkeypatch.setattr(redrawing.centre_lines, "redrawn", None)
    np.testing.assert_array_equal(redrawing.redraw(image(FOUR)[None]), first)


def test_half_of_so_many_images_come_redrawn_and_drawings_have_one_more_hand(workplace):
    corpus = gather(mnist_folder=workplace / "idx", digit_files=[workplace / "drawings.jsonl"])
    samples = Samples(corpus, mixture=Mixture(redrawn=80), seed=0)
    images, targets = samples(0)
    changed = np.any(images[:len(corpus.mnist_train)] != corpus.mnist_train.images, axis=1)
    assert 20 < changed[:80].sum() < 60
    assert not changed[80:].any()
    assert len(samples.digits[0]) == 2
    assert len(images) == len(targets)
