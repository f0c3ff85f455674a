"""The one connection the program can make ends in an answer or in one clear refusal."""

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.signatures import timestamp_address
from spoc_desk.system.timestamp_server import ask_timestamp_server
from tests.documents.stamp_server import serving


def refusal(address: str) -> str:
    with pytest.raises(DomainError) as refused:
        ask_timestamp_server(address, b"question", seconds=2)
    return refused.value.code


def test_an_answer_comes_back_as_it_was_sent():
    with serving(lambda asked: asked[::-1]) as (address, asked):
        assert ask_timestamp_server(address, b"question") == b"noitseuq"
    assert asked == [b"question"]


def test_a_server_that_is_not_there_is_said_to_be_out_of_reach():
    with serving(lambda asked: asked) as (address, _):
        pass
    assert refusal(address) == "signing.stamp_unreachable"


@pytest.mark.parametrize("status", [302, 403, 500])
def test_a_refusal_or_a_redirection_is_not_followed(status):
    with serving(lambda _asked: b"", status=status) as (address, asked):
        assert refusal(address) == "signing.stamp_refused"
    assert len(asked) == 1


def test_a_web_page_is_not_taken_for_a_time_stamp():
    with serving(lambda _asked: b"<html>", kind="text/html") as (address, _):
        assert refusal(address) == "signing.stamp_wrong"


def test_an_endless_answer_is_cut_off():
    with serving(lambda _asked: bytes(1 << 20)) as (address, _):
        assert refusal(address) == "signing.stamp_wrong"


def test_a_silent_server_is_given_up():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(DomainError) as refused:
        ask_timestamp_server(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"?", seconds=0.2)
    assert refused.value.code == "signing.stamp_unreachable"


@pytest.mark.parametrize(
    "typed",
    ["ftp://x/", "tsa.example.org", "http://", "http://user:secret@tsa.example.org/", "http://a b/",
     "http://tsa.example.org:99999/", "file:///etc/passwd", "http://[::1/"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(typed):
    with pytest.raises(DomainError) as refused:
        timestamp_address(typed)
    assert refused.value.code == "signing.stamp_address"


def test_an_address_is_kept_as_typed_and_nothing_means_off():
    assert timestamp_address("  https://tsa.example.org/tsr ") == "https://tsa.example.org/tsr"
    assert timestamp_address("  ") == ""
