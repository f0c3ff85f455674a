"""One thing is told in the singular."""

from spoc_desk.documents.counted import counted, remote_told


def test_one_thing_has_words_of_its_own_and_any_other_number_the_rest() -> None:
    words = ("page is", "pages are")
    assert [counted(count, *words) for count in (0, 1, 2)] == ["0 pages are", "1 page is", "2 pages are"]
    assert remote_told(1) == "1 remote picture or file was not fetched."
    assert remote_told(1200) == "1,200 remote pictures or files were not fetched."
