"""Late pages with redactions: proved over the whole new file, earlier pages and all."""

import io
from pathlib import Path

import pytest

from spoc_desk.documents.packs import BuiltPack, build_pack
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.late_pages import EarlierPack
from spoc_desk.system.child import Child
from tests.documents import pack_samples
from tests.documents.test_late_pages import described, late_content
from tests.documents.test_redacted_packs import FILES, redacted, words


def built(
    folder: Path, child: Child, fonts: Path, earlier: tuple[str, ...], late: tuple[str, ...]
) -> BuiltPack:
    """A pack of some exhibits as they are, then redacted ones added to it."""
    folder.joinpath("drawing").mkdir()
    told = pack_samples.content(FILES)
    held = {exhibit.reference: exhibit for exhibit in told.exhibits}
    before = pack_samples.build(
        folder,
        child,
        fonts,
        {reference: FILES[reference] for reference in earlier},
        statements=(),
        offences=(),
    )
    content = before.path.read_bytes()
    added = late_content(
        described(before, "EP/2026/0001"), {reference: FILES[reference] for reference in late}, "EP/2026/0002"
    )
    hidden = tuple(redacted(held[reference], folder / "drawing", fonts, child) for reference in late)

    def sealed(asked: object) -> io.BytesIO:
        if isinstance(asked, EarlierPack):
            return io.BytesIO(content)
        return io.BytesIO(FILES[asked.reference][1])  # type: ignore[attr-defined]

    return build_pack(
        pack_samples.replace(added, exhibits=hidden),
        sealed,
        folder / "late.pdf",
        folder / "scratch",
        child,
        lambda _done, _total: None,
        lambda: False,
        fonts=fonts,
    )


def test_a_late_exhibit_is_redacted_and_proved_where_it_stands(
    tmp_path: Path, child: Child, fonts: Path, faces: None
) -> None:
    made = built(tmp_path, child, fonts, ("AM/3", "AM/4"), ("AM/2",))
    assert "Quillfeather" not in words(made.path)
    assert "Nothing private here." in words(made.path)
    assert made.proof.endswith("Nothing survived.")


def test_late_pages_are_refused_when_an_earlier_page_says_what_they_hide(
    tmp_path: Path, child: Child, fonts: Path, faces: None
) -> None:
    with pytest.raises(DomainError) as refused:
        built(tmp_path, child, fonts, ("AM/1", "AM/3"), ("AM/2",))
    assert refused.value.code == "redaction.leaked"
    assert not (tmp_path / "late.pdf").exists()
