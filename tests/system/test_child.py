"""The child process answers, keeps to its limits, and is replaced when it dies."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.system.child import CRASHED, Child

JOBS = "tests.system.child_jobs"


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    with Child((JOBS,)) as made:
        yield made


def reason_of(child: Child, job: str, timeout: float = 20) -> str:
    with pytest.raises(DomainError) as caught:
        child.call(f"{JOBS}:{job}", {}, timeout)
    assert caught.value.code == "preview.unavailable"
    return str(caught.value.values["reason"])


def test_values_and_bytes_go_there_and_back(child: Child) -> None:
    value = {"name": "Llŷr", "pages": [b"\x00\x89PNG", b""], "size": [595.28, None, True]}
    assert child.call(f"{JOBS}:echo", {"value": value}) == value


def test_one_worker_serves_many_calls(child: Child) -> None:
    assert child.call(f"{JOBS}:process", {}) == child.call(f"{JOBS}:process", {})


def test_what_a_library_prints_does_not_disturb_the_answer(child: Child) -> None:
    assert child.call(f"{JOBS}:chatter", {}) == "quiet"


def test_a_worker_outlives_the_thread_that_started_it() -> None:
    with Child((JOBS,)) as fresh, ThreadPoolExecutor(1) as pool:
        started = pool.submit(fresh.call, f"{JOBS}:process", {}).result()
        pool.shutdown()
        assert [fresh.call(f"{JOBS}:process", {}) for _ in range(5)] == [started] * 5


def test_workers_serve_many_threads_at_once() -> None:
    with Child((JOBS,), workers=2) as pair, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: pair.call(f"{JOBS}:echo", {"value": number}), range(200)))
        workers = set(pool.map(lambda _: pair.call(f"{JOBS}:process", {}), range(50)))
    assert answers == list(range(200))
    assert len(workers) <= 2


def test_a_module_that_is_not_named_is_never_called(child: Child) -> None:
    with pytest.raises(ValueError, match="may not run"):
        child.call("os:getcwd", {})


@pytest.mark.parametrize("job", ["hang", "spin"])
def test_an_item_that_never_ends_is_ended_and_the_next_is_served(child: Child, job: str) -> None:
    assert reason_of(child, job, timeout=0.8) == "it takes too long to read"
    assert child.call(f"{JOBS}:echo", {"value": 1}) == 1


def test_a_crash_is_named_and_the_next_is_served(child: Child) -> None:
    assert reason_of(child, "crash") == CRASHED
    assert child.call(f"{JOBS}:echo", {"value": 1}) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows needs a job object for this")
def test_memory_beyond_the_limit_is_refused_and_the_worker_lives_on(child: Child) -> None:
    before = child.call(f"{JOBS}:process", {})
    assert reason_of(child, "devour") == "it needs too much memory to read"
    assert child.call(f"{JOBS}:process", {}) == before


def test_endless_nesting_is_named(child: Child) -> None:
    assert reason_of(child, "nest") == "it is nested too deeply to read"


def test_a_parsers_own_words_stay_in_the_child(child: Child) -> None:
    assert "secret name" not in reason_of(child, "fail")


def test_a_refusal_comes_back_as_the_same_refusal(child: Child) -> None:
    with pytest.raises(DomainError) as caught:
        child.call(f"{JOBS}:refuse", {})
    assert (caught.value.code, caught.value.values) == ("work.cancelled", {"item": "AM/1"})


def test_the_child_has_no_network(child: Child) -> None:
    assert child.call(f"{JOBS}:connect", {}) == "PermissionError,PermissionError,URLError"


@pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's")
def test_the_child_sees_no_network_card_where_the_kernel_allows_it(child: Child) -> None:
    assert set(child.call(f"{JOBS}:network_devices", {})) <= {"lo", *own_devices()}


def own_devices() -> set[str]:
    """What this process sees: where namespaces are forbidden the child sees the same."""
    from tests.system.child_jobs import network_devices

    return set(network_devices())


def test_secrets_in_the_environment_stay_behind(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOC_SECRET", "1")
    with Child((JOBS,)) as fresh:
        assert "SPOC_SECRET" not in fresh.call(f"{JOBS}:environment", {})


def test_closing_does_not_wait_for_a_call_under_way(tmp_path: Path) -> None:
    child, seen = Child((JOBS,)), tmp_path / "seen"
    with ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(child.call, f"{JOBS}:hang_once_seen", {"path": str(seen)}, 60)
        while not seen.exists():
            continue
        child.close()
        with pytest.raises(DomainError, match="unavailable"):
            under_way.result()


def test_a_closed_child_starts_again_when_asked() -> None:
    child = Child((JOBS,))
    first = child.call(f"{JOBS}:process", {})
    child.close()
    assert child.call(f"{JOBS}:process", {}) != first
    child.close()
