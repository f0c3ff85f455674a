"""The reader of refusals sees each way the program writes one."""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.refusals import placeholders, refusals_in
from tests.architecture.sources import ROOT, Source


@dataclass
class Snippet(Source):
    """Source that stands in no file."""

    code: str = ""

    @property
    def tree(self) -> ast.Module:  # type: ignore[override]
        return ast.parse(self.code)


def seen(code: str) -> list[tuple[str, set[str], bool]]:
    read = refusals_in(Snippet(Path(ROOT, "snippet.py"), code))
    return [(refusal.code, set(refusal.values), refusal.takes_more) for refusal in read]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("raise DomainError('vault.locked')", [("vault.locked", set(), False)]),
        ("raise errors.DomainError('vault.held', by=who)", [("vault.held", {"by"}, False)]),
        ("reason('charging.asked', title=t)", [("charging.asked", {"title"}, False)]),
        ("DomainError('a.b' if x else 'a.c')", [("a.b", set(), False), ("a.c", set(), False)]),
        ("DomainError('a.b', **values)", [("a.b", set(), True)]),
        ("DomainError(code, by=who)", []),
        ("ValueError('a.b')", []),
    ],
)
def test_each_way_of_writing_a_refusal_is_seen(code, expected):
    assert seen(code) == expected


def test_the_values_a_sentence_needs_are_those_between_braces():
    assert placeholders("{reference} is taken; the next is {next}. Write {{so}}.") == {"reference", "next"}
