"""The pause after wrong passphrases."""

from spoc_desk.domain.attempts import pause_seconds


def test_the_first_slips_cost_nothing_and_later_ones_ever_more_up_to_a_minute() -> None:
    assert [pause_seconds(failures) for failures in range(11)] == [0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60]
    assert pause_seconds(10_000) == 60
