"""Encrypted PDFs: a password is proved, and a part made with it says so."""

import hashlib
import io
import json
from pathlib import Path

import pikepdf
import pypdf
import pytest

from spoc_desk.documents.part_making import Wanted, part_key
from spoc_desk.documents.part_text import Source
from spoc_desk.documents.parts import read_part
from spoc_desk.documents.pdf_passwords import try_password
from spoc_desk.domain.errors import DomainError
from spoc_desk.system.child import Child
from tests.documents import samples

PROVER = "spoc_desk.documents.pdf_passwords:try_password"


def encrypted(password: str, bits: int = 6) -> bytes:
    lock = pikepdf.Encryption(user=password, owner="owner", R=bits)
    return samples.rewritten(samples.pdf(), lambda _: None, encryption=lock)


@pytest.mark.parametrize(
    ("content", "password", "answer"),
    [
        (encrypted("sesame"), "sesame", "opens"),
        (encrypted("sesame"), "Sesame", "wrong"),
        (encrypted("Llŷr"), "Llŷr", "opens"),
        (encrypted("P£ss", 4), "P£ss", "opens"),
        (encrypted("P£ss", 4), "Pass", "wrong"),
        (encrypted("P£ss", 4), "P£ss 中", "wrong"),
        (encrypted("sesame"), "owner", "opens"),
        (samples.pdf(), "sesame", "not_needed"),
        (encrypted(""), "sesame", "not_needed"),
        (b"no pdf at all", "sesame", "no_pdf"),
    ],
)
def test_a_password_is_tried_on_the_file(child: Child, content: bytes, password: str, answer: str) -> None:
    assert child.call(PROVER, {"content": content, "password": password}) == answer
    assert try_password(content, password) == answer


def test_a_pdf_is_printed_with_its_password_and_the_part_says_so(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    content = encrypted("sesame")
    made = normalised(tmp_path, child, fonts, content, "sesame")
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "part.pdf").pages)
    assert "Sheet 1 of the letter" in text
    assert made["how"] == "PDF, its own pages"
    assert "Opened with a password supplied by the officer." in made["notes"]
    with pikepdf.open(tmp_path / "part.pdf") as part:
        assert not part.is_encrypted
    assert b"sesame" not in (tmp_path / "part.pdf").read_bytes()
    assert "sesame" not in json.dumps(made)


@pytest.mark.parametrize("password", ["", "wrong"])
def test_without_the_right_password_the_slip_asks_for_it(
    tmp_path: Path, child: Child, fonts: Path, password: str
) -> None:
    with pytest.raises(DomainError) as caught:
        normalised(tmp_path, child, fonts, encrypted("sesame"), password)
    assert "give that with the exhibit" in str(caught.value.values["reason"])


def normalised(tmp_path: Path, child: Child, fonts: Path, content: bytes, password: str) -> dict[str, object]:
    (tmp_path / "source").write_bytes(content)
    facts = {"reference": "AM/1", "description": "x", "filename": "a.pdf", "media_type": "", "size": 1}
    arguments = {
        "source": str(tmp_path / "source"),
        "destination": str(tmp_path / "part.pdf"),
        "fonts": str(fonts),
        "facts": facts | {"sha256": hashlib.sha256(content).hexdigest()},
        "password": password,
    }
    made: dict[str, object] = child.call("spoc_desk.documents.normalise:normalise", arguments)
    assert list(read_part(tmp_path / "part.pdf").rendition.notes) == made["notes"]
    return made


def test_a_part_made_with_a_password_is_known_by_another_key_that_does_not_tell_it() -> None:
    told = Source("AM/1", "x", "a.pdf", "", 1, "ab" * 32)
    keys = {part_key(told, Wanted(), password) for password in ("", "sesame", "other")}
    assert len(keys) == 3
    assert not any("sesame" in key for key in keys)


def test_a_preview_opens_with_the_password(child: Child) -> None:
    asked = {"filename": "a.pdf", "width": 200, "pages": 1, "size": 1, "content": encrypted("sesame")}
    look = "spoc_desk.documents.previews:look"
    assert [code for code, _ in child.call(look, asked)["badges"]] == ["encrypted"]
    seen = child.call(look, {**asked, "password": "sesame"})
    assert len(seen["pages"]) == 1
    assert "Sheet 1" in seen["text"]
    assert pypdf.PdfReader(io.BytesIO(samples.pdf())).pages
