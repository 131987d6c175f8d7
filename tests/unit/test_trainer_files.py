import pytest

from trainer.data.files import write_whole


@pytest.mark.parametrize("content", [b"new", lambda file: file.write(b"new")])
def test_a_file_is_written_or_replaced_and_nothing_else_is_left(content, tmp_path):
    path = tmp_path / "some" / "folder" / "a.json"
    for _ in range(2):
        write_whole(path, content)
        assert path.read_bytes() == b"new"
        assert list(path.parent.iterdir()) == [path]


def test_a_write_that_breaks_off_leaves_what_was_there(tmp_path):
    path = tmp_path / "a.json"
    write_whole(path, b"old")

    def broken(file):
        file.write(b"ne")
        raise OSError("no space left")
    with pytest.raises(OSError, match="no space left"):
        write_whole(path, broken)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_two_that_write_the_same_file_at_once_do_not_disturb_each_other(tmp_path):
    def while_writing(file):
        file.write(b"first")
        write_whole(tmp_path / "x", b"second")
    write_whole(tmp_path / "x", while_writing)
    assert (tmp_path / "x").read_bytes() == b"first"


def test_files_that_differ_in_their_ending_alone_are_written_beside_each_other(tmp_path):
    def while_writing(file):
        file.write(b"first")
        write_whole(tmp_path / "x.b", b"second")
    write_whole(tmp_path / "x.a", while_writing)
    assert [(tmp_path / name).read_bytes() for name in ("x.a", "x.b")] == [b"first", b"second"]
