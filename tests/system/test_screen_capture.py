"""A window is kept out of screen captures only where the system can."""

from spoc_desk.system.screen_capture import affinity, hider


def test_only_windows_can_keep_a_window_out_of_captures():
    assert hider("linux") is None
    assert hider("darwin") is None
    assert hider("win32") is not None


def test_hiding_asks_for_no_capture_at_all_and_showing_for_none_of_that():
    assert (affinity(True), affinity(False)) == (0x11, 0)


def test_elsewhere_nothing_is_hidden_even_when_it_is_asked():
    hide = hider("win32")
    assert hide is not None
    assert hide(1, True) is False
