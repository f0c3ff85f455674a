"""Typed words and the full-text index: whatever is typed, nothing raises and nothing is a command."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spoc_desk.storage.search import WORD_LENGTH, WORDS_AT_MOST, match_words
from tests.storage.vaults import incident, store_records

# In the manner of the well-known lists of naughty strings; each kind once.
HOSTILE = (
    "", " ", "\t\n", "\x00", "a\x00b", "\x00\x00", "\x7f\x01\x1f", "NULL", "undefined", "true", "-1",
    "1/0", "0x7f",
    "1e1000", "'", "''", '"', '""', "'\"", "\"'\"'\"", "' OR 1=1 --", "'; DROP TABLE incident; --",
    "1;SELECT 1",
    "%", "%%", "_", "100%", "a_b", "*", "**", "a*", "*a", "^", "^a", "-", "--", "-a", "+", "a+b", "~",
    "a~1", "!", "()",
    "(", ")", "(a", "a)", "((a))", "{", "}", "{words}: a", "words:a", "words : a", "rowid:1",
    "- words : a", ":", "::",
    "AND", "OR", "NOT", "a AND", "AND a", "a OR", "NOT a", "a NOT", "a AND AND b", "NEAR", "NEAR(a b)",
    "NEAR(a b, 5)",
    "NEAR/3", "a NEAR b", ",", ";", "a, b", "[a]", "<script>alert(1)</script>", "&lt;",
    "javascript:alert(1)",
    "${jndi:ldap://example.org/a}", "$(touch x)", "`id`", "../../etc/passwd", "C:\\con\\con", "\\",
    "\\x00", "\\\\",
    "Ω≈ç√∫", "田中さん", "ﷺ", "مُنَاقَشَةُ", "עברית", "\u202egpj.exe", "\u200b", "\u200b\u200b", "\ufeff",
    "\ufffe",
    "e\u0301", "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮", "😀", "👩‍👩‍👧‍👦", "🇬🇧", "½", "²", "٣", "①", "ﬁ", "İ", "ß",
    "\ud800", "a\udfff", "\udc00\ud800",
    "a" * 100_000, "a " * 50_000, '"' * 10_000, "(" * 10_000, "*" * 10_000,
)  # fmt: skip


def test_nothing_that_is_typed_raises(store, work):
    store_records(work, incident(title="Threat at the hustings"))
    for typed in HOSTILE:
        for kind in ("contacts", "incidents", "casefiles", "exhibits", "referrals", "packs", "returns"):
            found = store.queries.ids(kind, typed)
            assert len(store.queries.first_ids(kind, typed)) == len(found), ascii(typed[:40])
        assert len(store.queries.search(typed)) <= 12


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=30))
def test_every_word_becomes_a_quoted_prefix(typed):
    asked = match_words(typed)
    assert asked.count('"') % 2 == 0
    assert all(word.startswith('"') and word.endswith('"*') for word in asked.split(" ") if word)
    assert asked.encode("utf-8").decode() == asked
    assert "\x00" not in asked


def test_a_pasted_novel_becomes_a_few_short_words():
    words = match_words("w" * 5000 + " again" * 5000).split(" ")
    assert len(words) == WORDS_AT_MOST
    assert words[0] == f'"{"w" * WORD_LENGTH}"*'


def test_what_a_record_says_can_be_found_whatever_it_says(store, work):
    said = [f"Heron {typed[:2000]} Kingfisher" for typed in HOSTILE]
    kept = store_records(work, *(incident(number, title=title) for number, title in enumerate(said)))
    assert list(store.queries.ids("incidents", "heron kingfisher")) == [each.id for each in reversed(kept)]


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("Threat at the Hustings", "hust thr"),
        ("Threat at the Hustings", "THREAT AT"),
        ("Siân Pàrry", "sian parry"),
        ("Sian Parry", "siân"),
        ("Zoë", "zoë"),
        ("O'Malley-Reed", "o'malley"),
        ("O'Malley-Reed", "reed"),
        ("post@example.org", "post@exam"),
        ("NM/0000042/27", "nm/0000042"),
        ("50% off", "50%"),
        ("Łukasz", "Łuk"),
    ],
)
def test_words_are_found_by_their_beginnings_in_any_case_or_accent(store, work, said, typed):
    (kept,) = store_records(work, incident(title=said))
    assert list(store.queries.ids("incidents", typed)) == [kept.id]


@pytest.mark.parametrize(
    "typed", ["ustings", "threat elephant", "%", "_", "threat OR elephant", "NOT elephant"]
)
def test_what_does_not_hold_every_word_is_not_found(store, work, typed):
    store_records(work, incident(title="Threat at the hustings"))
    assert list(store.queries.ids("incidents", typed)) == []
