"""Which files may become evidence."""

import os
import socket
import stat
from pathlib import Path

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.evidence_source import check_windows_name, open_source

posix = pytest.mark.skipif(os.name == "nt", reason="these kinds of file are not found on Windows")


def refusal(path: Path) -> str:
    with pytest.raises(DomainError) as refused, open_source(path):
        pytest.fail("it was opened")
    assert refused.value.values == {"name": path.name}
    return refused.value.code


def test_a_folder_is_no_evidence(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "evidence.source_not_a_file"


@posix
def test_a_link_is_refused_even_when_it_leads_to_an_ordinary_file(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert refusal(tmp_path / "link") == "evidence.source_is_link"
    assert refusal(tmp_path / "dangling") == "evidence.source_is_link"


@posix
def test_devices_pipes_and_sockets_are_refused_without_waiting_for_them(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "socket"))
    for path in (tmp_path / "pipe", tmp_path / "socket", Path("/dev/zero"), Path("/dev/null")):
        assert refusal(path) == "evidence.source_not_a_file"
    listening.close()


@posix
def test_a_link_put_in_place_after_the_check_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text("x")
    path = tmp_path / "leaflet"
    path.write_text("y")
    looked = path.lstat()
    path.unlink()
    path.symlink_to(tmp_path / "secret")
    monkeypatch.setattr(Path, "lstat", lambda _self: looked)
    assert refusal(path) == "evidence.source_unreadable"
    path.unlink()
    path.write_text("another file of the same name")
    os.link(path, tmp_path / "keeps the number taken")
    monkeypatch.setattr(Path, "lstat", lambda _self: (tmp_path / "secret").stat())
    assert refusal(path) == "evidence.source_changed"


def test_a_file_that_is_gone_or_has_an_impossible_name_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "gone") == "evidence.source_missing"
    assert refusal(tmp_path / "nul\0name") == "evidence.source_unreadable"
    assert refusal(tmp_path / ("n" * 300)) in {"evidence.source_unreadable", "evidence.source_missing"}


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked"
    path.write_text("x")

    def refuse(*_arguments: object) -> int:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(os, "open", refuse)
    assert refusal(path) == "evidence.source_unreadable"


@posix
@pytest.mark.parametrize(
    "name", ["Screenshot 12:05:33.png", "CON", "nul.txt", "n" * 255, "\u202egpj.exe", "a\nb"]
)
def test_names_that_trouble_other_systems_are_ordinary_here(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"evidence")
    buffer = memoryview(bytearray(20))
    with open_source(path) as source:
        assert source.size == 8
        assert source.readinto(buffer) == 8
        source.check_unchanged(8)
    assert stat.S_ISREG(path.stat().st_mode)


@pytest.mark.parametrize(
    "name", ["CON", "con.txt", "NUL", "aux.tar.gz", "COM1.log", "lpt9", "COM¹", "nul .txt", "CONIN$"]
)
def test_windows_device_names_are_refused_on_windows(name: str) -> None:
    with pytest.raises(DomainError, match=r"evidence\.source_device_name"):
        check_windows_name(Path(name), windows=True)


@pytest.mark.parametrize("name", ["photo.jpg:hidden", "letter.docx:Zone.Identifier:$DATA"])
def test_alternate_streams_are_refused_on_windows(name: str) -> None:
    with pytest.raises(DomainError, match=r"evidence\.source_stream"):
        check_windows_name(Path("C:\\Users\\am") / name, windows=True)


@pytest.mark.parametrize("path", ["C:\\case\\console.txt", "C:\\case\\com10.txt", "C:\\case\\auxiliary"])
def test_names_that_only_begin_like_a_device_pass_on_windows(path: str) -> None:
    assert check_windows_name(Path(path), windows=True) is None
