import pytest

from app.build.cache import keep


@pytest.fixture
def made(tmp_path):
    def make(content):
        folder = tmp_path / "scratch" / content
        folder.mkdir(parents=True)
        (folder / "file").write_text(content)
        return folder
    return make


def test_what_is_made_takes_the_place_of_its_kind_alone(made, tmp_path):
    keep(made("other"), tmp_path / "packs-1")
    keep(made("earlier"), tmp_path / "runtime-1")
    keep(made("new"), tmp_path / "runtime-2")
    assert sorted(path.parent.name for path in tmp_path.glob("*-*/file")) == ["packs-1", "runtime-2"]
    assert (tmp_path / "runtime-2" / "file").read_text() == "new"


def test_where_another_build_was_first_its_folder_stays(made, tmp_path):
    keep(made("first"), tmp_path / "packs-1")
    keep(made("second"), tmp_path / "packs-1")
    assert (tmp_path / "packs-1" / "file").read_text() == "first"


def test_what_cannot_be_put_there_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        keep(tmp_path / "never made", tmp_path / "packs-1")
