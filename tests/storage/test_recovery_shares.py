"""Typing recovery shares: what is wrong is named, and nothing but two good shares makes a key."""

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.storage.recovery import recovery_material
from spoc_desk.storage.recovery_shares import joined_identity, looks_like_shares, split_identity

KEY = recovery_material()
FIRST, SECOND, THIRD = split_identity(KEY.identity)
OTHER = split_identity(recovery_material().identity)


def refusal(*shares: tuple[str, ...]) -> DomainError:
    with pytest.raises(DomainError) as refused:
        joined_identity("\n".join(" ".join(share) for share in shares))
    return refused.value


def test_a_share_is_told_from_a_whole_key() -> None:
    assert looks_like_shares(" ".join(FIRST))
    assert not looks_like_shares(KEY.identity)


def test_numbers_and_line_breaks_do_not_matter() -> None:
    typed = "\n".join(f"{place}. {word}" for place, word in enumerate((*THIRD, *FIRST)))
    assert joined_identity(typed) == KEY.identity


def test_one_share_alone_opens_nothing() -> None:
    assert refusal(FIRST).code == "recovery.share_alone"
    assert refusal(FIRST, FIRST).code == "recovery.same_share"


def test_a_missing_word_is_told_by_the_count() -> None:
    refused = refusal(FIRST, SECOND[:-1])
    assert (refused.code, refused.values["share"], refused.values["typed"]) == (
        "recovery.share_length",
        2,
        32,
    )


def test_a_word_not_in_the_list_is_named_with_its_number_and_near_words() -> None:
    refused = refusal(FIRST, ("acedemic", *SECOND[1:]))
    assert refused.code == "recovery.share_word"
    assert (refused.values["share"], refused.values["number"]) == (2, 1)
    assert "academic" in str(refused.values["near"])


def test_two_words_in_the_wrong_order_are_noticed() -> None:
    swapped = next(at for at in range(4, 32) if SECOND[at] != SECOND[at + 1])
    wrong = list(SECOND)
    wrong[swapped], wrong[swapped + 1] = wrong[swapped + 1], wrong[swapped]
    assert refusal(FIRST, tuple(wrong)).code == "recovery.share_mistyped"


def test_shares_of_two_vaults_do_not_go_together() -> None:
    assert refusal(FIRST, OTHER[1]).code == "recovery.shares_differ"


def test_nothing_is_guessed_where_no_word_is_near() -> None:
    refused = refusal(FIRST, ("zzzz", *SECOND[1:]))
    assert (refused.code, "near" in refused.values) == ("recovery.share_word_unknown", False)


def test_of_three_shares_any_two_are_enough() -> None:
    assert refusal(FIRST, SECOND, THIRD).code == "recovery.shares_three"
