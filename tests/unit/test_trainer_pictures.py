"""Folders of labelled pictures as a test set."""
import os

import numpy as np
import pytest
from PIL import Image

from app.core import ink
from app.core.errors import DataError
from app.inputs import batches
from tests.drawings import FOUR, THREE
from trainer.__main__ import main
from trainer.data.pictures import picture_folder
from trainer.reporting import report


def draw(path, strokes, *, dark=True):
    """Save a drawing as a picture, five times as large."""
    path.parent.mkdir(parents=True, exist_ok=True)
    grey = np.rint(255 * np.array(ink.render(strokes)).reshape(28, 28)).astype(np.uint8)
    Image.fromarray(255 - grey if dark else grey).resize((140, 140)).save(path)


def test_the_digit_is_the_folders_name_or_begins_the_files(tmp_path):
    draw(tmp_path / "3/a.png", THREE)
    draw(tmp_path / "3/7_looks_like_a_seven.png", THREE)
    draw(tmp_path / "4/b.jpg", FOUR, dark=False)
    draw(tmp_path / "4_anna.png", FOUR)
    draw(tmp_path / "3-bert.bmp", THREE)
    draw(tmp_path / "4.png", FOUR)
    images, problems = picture_folder(tmp_path)
    assert images.labels.tolist() == [3, 3, 3, 4, 4, 4]
    assert not problems
    assert images.images.dtype == np.uint8
    for label, strokes in ((3, THREE), (4, FOUR)):
        wanted = 255 * np.array(ink.render(strokes))
        assert np.abs(images.images[images.labels == label] - wanted).mean() < 20


def test_many_are_read_by_several_processes_to_the_same_images_in_the_same_order(tmp_path, monkeypatch):
    for number in range(12):
        draw(tmp_path / f"{number % 2 + 3}/{number}.png", (THREE, FOUR)[number % 2])
    (tmp_path / "4/5.png").write_text("no picture")
    here, problems = picture_folder(tmp_path)
    assert here.labels.tolist() == [3] * 6 + [4] * 5 and len(problems) == 1
    monkeypatch.setattr(batches, "FEW", 0)
    by_others = picture_folder(tmp_path)
    np.testing.assert_array_equal(by_others[0].images, here.images)
    assert by_others[0].labels.tolist() == here.labels.tolist() and by_others[1] == problems


def test_a_bad_file_is_named_and_the_others_go_on(tmp_path):
    draw(tmp_path / "3/good.png", THREE)
    (tmp_path / "3/text.png").write_text("no picture")
    (tmp_path / "3/cut.png").write_bytes((tmp_path / "3/good.png").read_bytes()[:80])
    Image.new("L", (50, 50), 255).save(tmp_path / "3/blank.png")
    draw(tmp_path / "unnamed.png", THREE)
    (tmp_path / ".hidden").write_text("passed over")
    images, problems = picture_folder(tmp_path)
    assert len(images) == 1
    assert [problem.split(": ")[0].rsplit("/", 1)[1] for problem in problems] == [
        "blank.png", "cut.png", "text.png", "unnamed.png"]
    assert "no ink" in problems[0] and "which digit?" in problems[3]


def test_evaluate_measures_pictures_and_reports_a_bad_one_on_standard_error(workplace, monkeypatch, capsys):
    monkeypatch.setattr(report, "after_training", lambda *_: None)
    assert main(["train", "mlp-128-64", "--epochs", "20", "--mnist", "idx"]) == 0
    for number in range(3):
        draw(workplace / f"photos/3/{number}.png", THREE)
        draw(workplace / f"photos/4_{number}.png", FOUR)
    command = ["evaluate", "--weights", "weights/mlp-128-64.json", "--pictures", "photos", "--mnist", "idx"]
    capsys.readouterr()
    assert main(command) == 0
    assert "accuracy 100.00%" in next(line for line in capsys.readouterr().out.splitlines() if " photos " in line)
    (workplace / "photos/3/bad.png").write_text("no picture")
    assert main(command) == 1
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1 and "bad.png: not a PNG" in captured.err
    assert "photos" in captured.out and "mnist-test" in captured.out


def test_what_systems_leave_in_folders_is_no_bad_picture(tmp_path):
    draw(tmp_path / "3/good.PNG", THREE)
    for name in ("desktop.ini", "3/Thumbs.db", "3/.DS_Store", "3/DESKTOP.INI", "3/._good.PNG", "__MACOSX/3/x.png", "@eaDir/3.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"left by a system")
    images, problems = picture_folder(tmp_path)
    assert (len(images), problems) == (1, [])


def test_a_folder_that_may_not_be_looked_into_is_named_and_the_others_are_read(tmp_path, monkeypatch):
    draw(tmp_path / "3/good.png", THREE)
    draw(tmp_path / "4/secret.png", FOUR)
    scan = os.scandir

    def guarded(path):
        if os.fspath(path).endswith("4"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scan(path)
    monkeypatch.setattr(os, "scandir", guarded)
    images, problems = picture_folder(tmp_path)
    assert images.labels.tolist() == [3]
    assert problems == [f"{tmp_path / '4'}: permission denied"]


def test_where_every_picture_is_bad_each_is_named(tmp_path):
    for name in ("3_a.png", "3_b.png"):
        (tmp_path / name).write_text("no picture")
    images, problems = picture_folder(tmp_path)
    assert len(images) == 0 and len(problems) == 2


@pytest.mark.parametrize(("name", "message"), [("none", "no such folder"), (".", "no picture that could be read")])
def test_a_folder_without_pictures_is_refused(tmp_path, name, message):
    with pytest.raises(DataError, match=message):
        picture_folder(tmp_path / name)
