"""A copy with a password opens with it, and with nothing else."""

import subprocess

import pikepdf
import pytest
from pypdf import PdfReader

from spoc_desk.documents.locked_copies import lock_pdf
from spoc_desk.domain.errors import DomainError
from tests.documents import samples

PASSWORD = "heather Llŷr 94 quay"


@pytest.fixture
def pack(tmp_path):
    path = tmp_path / "pack.pdf"
    path.write_bytes(samples.pdf())
    return path


def test_the_password_opens_every_page(pack, tmp_path):
    locked = tmp_path / "locked.pdf"
    lock_pdf(pack, locked, PASSWORD)
    reader = PdfReader(locked)
    assert reader.is_encrypted
    assert reader.decrypt(PASSWORD)
    assert "Sheet 1 of the letter" in reader.pages[0].extract_text()


def test_no_other_password_opens_it(pack, tmp_path):
    locked = tmp_path / "locked.pdf"
    lock_pdf(pack, locked, PASSWORD)
    for wrong in ("", PASSWORD[:-1]):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(locked, password=wrong)
    assert b"Sheet 1 of the letter" not in locked.read_bytes()


def test_it_is_encrypted_with_256_bits(pack, tmp_path):
    locked = tmp_path / "locked.pdf"
    lock_pdf(pack, locked, PASSWORD)
    said = subprocess.run(
        ["qpdf", f"--password={PASSWORD}", "--show-encryption", str(locked)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "R = 6" in said
    assert "AESv3" in said


def test_a_short_password_is_refused_and_nothing_is_written(pack, tmp_path):
    with pytest.raises(DomainError) as refused:
        lock_pdf(pack, tmp_path / "locked.pdf", "swordfish")
    assert refused.value.code == "packs.password_short"
    assert not (tmp_path / "locked.pdf").exists()
    assert pack.exists()
