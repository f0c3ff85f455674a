"""Packs in every script of the country: no word is lost anywhere on their pages, nor in what frames them."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from spoc_desk.documents.packs import BuiltPack
from spoc_desk.domain.packs import (
    PackEvent,
    PackOffence,
    PackPerson,
    PackPoint,
    PackSection,
    PackStatement,
    pack_file_name,
)
from spoc_desk.system.child import Child
from tests.documents.pack_samples import build, content
from tests.documents.reading_back import bookmarks_of

WORDS = {
    "Welsh": "Llŷr Gŵyn a Siân: bygythiad ar y ffôn",
    "Arabic": "رسالة تهديد وصلت",
    "Urdu": "دھمکی آمیز پیغام",
    "Hebrew": "הודעה מאיימת",
    "Devanagari": "धमकी भरा संदेश शक्ति",
    "Gurmukhi": "ਧਮਕੀ ਭਰਿਆ ਸੁਨੇਹਾ",
    "Bengali": "হুমকি বার্তা ক্ষেত্র",
    "Tamil": "மிரட்டல் செய்தி ஸ்ரீ",
    "Chinese": "恐吓信",
    "emoji": "Post 😡 said we ❤️ you",
}
PICTURES = {"😡", "❤️"}
"""The search of pdfium does not look for these; another test reads them with Poppler."""
FILES = {
    f"AM/{number}": (f"{words}.txt", words.encode()) for number, words in enumerate(WORDS.values(), 1)
} | {"نم/1": ("reference.txt", b"A reference in Arabic"), "Ŵŷ/2": ("torn.pdf", b"%PDF-1.7 torn")}
TITLE = f"R v Gŵyn, {WORDS['Arabic']}, {WORDS['Devanagari']} 😡"
FORCE = f"Heddlu Gŵyr {WORDS['Arabic']}"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory, child: Child, fonts: Path) -> BuiltPack:
    every = tuple(WORDS.values())
    base = content(FILES)
    told = dict(zip(FILES, every, strict=False))
    exhibits = tuple(
        replace(
            each,
            description=told.get(each.reference, each.description),
            producer=told.get(each.reference, each.producer),
            source=told.get(each.reference, ""),
        )
        for each in base.exhibits
    )
    return build(
        tmp_path_factory.mktemp("scripts"),
        child,
        fonts,
        FILES,
        exhibits=exhibits,
        title=TITLE,
        force=FORCE,
        served=False,
        recipient=WORDS["Urdu"],
        oic=WORDS["Hebrew"],
        handling=WORDS["Tamil"],
        people=tuple(PackPerson(words, "Witness", words, words) for words in every),
        statements=tuple(PackStatement(words, "MG11", "", ("AM/1",), words) for words in every),
        chronology=tuple(PackEvent("1 May 2026", words, ("AM/1",)) for words in every),
        offences=(PackOffence(TITLE, "", "", tuple(PackPoint(words) for words in every)),),
        sections=(
            PackSection(WORDS["Welsh"], ("AM/1",)),
            PackSection(WORDS["Arabic"], ("AM/2",)),
            PackSection(f"{WORDS['Devanagari']} 😡", ("AM/5",)),
        ),
    )


def searched(path: Path) -> Iterator[set[str]]:
    """For each page the words of the samples that a reader's search finds on it."""
    every = {word for words in (*WORDS.values(), *FILES) for word in words.split()}
    document = pypdfium2.PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        yield {word for word in every if text.search(word).get_next() is not None}
    document.close()


def test_every_word_in_every_script_is_found_by_a_readers_search(pack: BuiltPack) -> None:
    assert pack.faults == (("Ŵŷ/2", dict(pack.faults)["Ŵŷ/2"]),)
    found = list(searched(pack.path))
    front = set().union(*found[: pack.spans[0].first - 1])
    for words in WORDS.values():
        assert set(words.split()) - PICTURES <= front, words
    for span in pack.spans[: len(WORDS)]:
        name = FILES[span.reference][0].removesuffix(".txt")
        assert set(name.split()) - PICTURES <= found[span.first - 1], name


def test_no_character_is_replaced_by_a_mark_or_left_out(pack: BuiltPack) -> None:
    text = subprocess.run(["pdftotext", pack.path, "-"], check=True, capture_output=True, text=True).stdout
    assert "⟦" not in text
    assert "\ufffd" not in text
    assert "😡" in text


def test_title_force_and_bookmarks_are_whole_in_what_a_reader_shows_around_the_pages(pack: BuiltPack) -> None:
    told = pypdf.PdfReader(pack.path).metadata
    assert told is not None
    assert told.title == f"{TITLE}: evidence pack EP/2026/0001"
    assert told.author == FORCE
    titles = [re.sub(r" \(p\.\d+\)$", "", mark.title) for mark in bookmarks_of(pack.path)]
    for reference, words in zip(FILES, WORDS.values(), strict=False):
        assert f"{reference} {words}" in titles
    assert WORDS["Arabic"] in titles
    assert f"{WORDS['Devanagari']} 😡" in titles


def test_the_cover_shows_the_forces_name_in_its_own_script(pack: BuiltPack) -> None:
    cover = next(searched(pack.path))
    assert set(WORDS["Arabic"].split()) <= cover


def test_a_reference_in_another_script_is_stamped_on_its_page(pack: BuiltPack) -> None:
    found = list(searched(pack.path))
    pages = {span.reference: span.first for span in pack.spans}
    assert "نم" in _text(pack.path, pages["نم/1"])
    assert "Ŵŷ/2" in found[pages["Ŵŷ/2"] - 1]


def _text(path: Path, page: int) -> str:
    told = ["pdftotext", "-f", str(page), "-l", str(page), path, "-"]
    return subprocess.run(told, check=True, capture_output=True, text=True).stdout


def test_the_file_name_keeps_the_title_and_can_stand_on_any_disk() -> None:
    name = pack_file_name(content(title=TITLE))
    assert name.startswith(f"R v Gŵyn, {WORDS['Arabic']}, धमकी")
    assert name.endswith("EP-2026-0001 - 2026-11-20.pdf")
    assert not set('/\\:*?"<>|') & set(name)
