"""Work off the GUI thread: what comes back, in which order, and what happens when it goes wrong."""

import threading
from functools import partial

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from spoc_desk.domain.changes import IncidentReported
from spoc_desk.domain.errors import DomainError
from spoc_desk.ui.jobs import Jobs, LatestOnly
from tests.ui.fakes import fake_desk

CHANGES = (IncidentReported(incident=7),)


@pytest.fixture
def jobs(qapp):
    made = Jobs(fake_desk())
    yield made
    made.close()


@pytest.fixture
def owner(qapp):
    return QObject()


def refuse(_desk):
    raise DomainError("work.cancelled")


def break_down(_desk):
    raise ValueError("Jane Thornbury's address")


def test_a_command_runs_off_the_gui_thread_and_tells_every_page_before_its_owner(jobs, owner, qtbot):
    told, threads = [], []
    jobs.changed.connect(lambda changes: told.append(("all", changes)))

    def verb(_desk):
        threads.append(threading.current_thread())
        return CHANGES

    jobs.command(owner, verb, lambda changes: told.append(("owner", changes)), pytest.fail)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [("all", CHANGES), ("owner", CHANGES)]
    assert threads[0] is not threading.main_thread()


def test_callbacks_arrive_on_the_gui_thread(jobs, owner, qtbot):
    seen = []
    jobs.query(owner, lambda desk: 42, lambda answer: seen.append((answer, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(42, threading.main_thread())]


def test_commands_run_one_at_a_time_in_the_order_given(jobs, owner, qtbot):
    order = []

    def verb(number, _desk):
        order.append(number)
        return ()

    for number in range(20):
        jobs.command(owner, partial(verb, number), lambda _changes: None, pytest.fail)
    qtbot.waitUntil(lambda: len(order) == 20)
    assert order == list(range(20))


def test_a_refusal_goes_to_its_owner_and_is_no_failure(jobs, owner, qtbot):
    refusals, failures = [], []
    jobs.failed.connect(failures.append)
    jobs.command(owner, refuse, pytest.fail, refusals.append)
    qtbot.waitUntil(lambda: bool(refusals))
    assert [error.code for error in refusals] == ["work.cancelled"]
    assert not failures


def test_a_bug_is_apologised_for_once_and_logged_without_what_was_typed(jobs, owner, qtbot, caplog):
    failures = []
    jobs.failed.connect(failures.append)
    jobs.command(owner, break_down, pytest.fail, pytest.fail)
    qtbot.waitUntil(lambda: bool(failures))
    assert failures == ["ValueError"]
    assert "test_jobs.py" in caplog.text
    assert "Thornbury" not in caplog.text


def test_a_bug_in_a_pages_own_callback_is_told_too(jobs, owner, qtbot):
    with qtbot.waitSignal(jobs.failed) as failed:
        jobs.query(owner, lambda desk: 1, lambda answer: answer.nonsense)
    assert failed.args == ["AttributeError"]


def test_the_status_bar_hears_that_verbs_wait_and_that_they_are_done(jobs, owner, qtbot):
    heard = []
    jobs.busy.connect(heard.append)
    jobs.command(owner, lambda desk: (), lambda _changes: None, pytest.fail)
    jobs.command(owner, break_down, pytest.fail, pytest.fail)
    qtbot.waitUntil(lambda: heard == [True, False])
    assert heard == [True, False]


def test_nothing_is_called_back_on_an_owner_that_is_gone_but_its_changes_are_told(jobs, qtbot):
    gate, called = threading.Event(), []
    owner = QObject()

    def verb(_desk):
        gate.wait(5)
        return CHANGES

    jobs.command(owner, verb, called.append, called.append)
    import shiboken6

    shiboken6.delete(owner)
    with qtbot.waitSignal(jobs.changed) as changed:
        gate.set()
    assert changed.args == [CHANGES]
    assert not called


def test_long_work_reports_at_most_twenty_times_a_second_and_always_its_end(jobs, owner, qtbot):
    reports, ended = [], []

    def work(_desk, progress, _cancelled):
        for done in range(100_000):
            progress(done + 1, 100_000)
        return "sealed"

    job = jobs.long(owner, work, "Sealing AM/1", ended.append, pytest.fail)
    job.moved.connect(lambda done, total: reports.append(done))
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == ["sealed"]
    assert reports[-1] == 100_000
    assert len(reports) < 40
    assert job.over
    assert not jobs.running()


def test_long_work_can_be_cancelled(jobs, owner, qtbot):
    refusals = []

    def work(_desk, _progress, cancelled):
        while not cancelled():
            threading.Event().wait(0.001)
        raise DomainError("work.cancelled")

    job = jobs.long(owner, work, "Building a pack", pytest.fail, refusals.append)
    job.cancel()
    qtbot.waitUntil(lambda: bool(refusals))
    assert refusals[0].code == "work.cancelled"


def test_long_work_keeps_neither_readers_nor_the_writer_waiting(jobs, owner, qtbot):
    answers = []

    def work(_desk, _progress, cancelled):
        while not cancelled():
            threading.Event().wait(0.001)

    job = jobs.long(owner, work, "Sealing", lambda _none: None, pytest.fail)
    jobs.query(owner, lambda desk: "read", answers.append)
    jobs.command(owner, lambda desk: (), lambda _changes: answers.append("written"), pytest.fail)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert not job.over
    job.cancel()
    qtbot.waitUntil(lambda: job.over)


def test_closing_finishes_the_verbs_already_given_and_calls_nobody_back(owner, qapp):
    done, written = [], []
    jobs = Jobs(fake_desk())

    def verb(number, _desk):
        threading.Event().wait(0.002)
        written.append(number)
        return ()

    for number in range(5):
        jobs.command(owner, partial(verb, number), done.append, done.append)
    jobs.close()
    qapp.processEvents()
    assert written == [0, 1, 2, 3, 4]
    assert not done


def test_only_the_newest_answer_is_shown_as_someone_types(jobs, owner, qtbot):
    shown, asked, gate = [], [], threading.Event()
    latest = LatestOnly(jobs, owner)

    def question(text, _desk):
        asked.append(text)
        gate.wait(5)
        return text

    for text in ("a", "al", "alm", "alma"):
        latest.ask(partial(question, text), shown.append)
    gate.set()
    qtbot.waitUntil(lambda: bool(shown))
    assert shown == ["alma"]
    assert asked == ["a", "alma"]


def test_a_question_that_fails_does_not_stop_those_after_it(jobs, owner, qtbot):
    shown = []
    latest = LatestOnly(jobs, owner)
    latest.ask(break_down, shown.append)
    latest.ask(lambda desk: "ok", shown.append)
    qtbot.waitUntil(lambda: bool(shown))
    latest.ask(lambda desk: "again", shown.append)
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert shown == ["ok", "again"]


def test_closing_tells_which_long_work_was_not_finished(owner, qapp, qtbot):
    ended, started = [], threading.Event()
    jobs = Jobs(fake_desk())

    def run_on(_desk, _progress, cancelled):
        started.set()
        while not cancelled():
            threading.Event().wait(0.001)
        raise DomainError("work.cancelled")

    jobs.long(owner, lambda *_given: "whole", "Checking", ended.append, pytest.fail)
    qtbot.waitUntil(lambda: bool(ended))
    jobs.long(owner, run_on, "Sealing AM/1", pytest.fail, pytest.fail)
    jobs.long(owner, run_on, "Building a pack", pytest.fail, pytest.fail)
    assert started.wait(5)
    assert jobs.close() == ("Sealing AM/1", "Building a pack")


def test_long_work_that_ends_whole_while_closing_is_not_missed(owner, qapp):
    started, gate = threading.Event(), threading.Event()
    jobs = Jobs(fake_desk())

    def last_step(_desk, _progress, cancelled):
        started.set()
        while not cancelled():
            gate.wait(0.001)
        return "sealed after all"

    jobs.long(owner, last_step, "Sealing AM/1", pytest.fail, pytest.fail)
    assert started.wait(5)
    assert jobs.close() == ()


def test_long_work_stopped_by_hand_is_not_missed(owner, qapp):
    jobs = Jobs(fake_desk())

    def run_on(_desk, _progress, cancelled):
        while not cancelled():
            threading.Event().wait(0.001)
        raise DomainError("work.cancelled")

    jobs.long(owner, run_on, "Sealing AM/1", pytest.fail, pytest.fail).cancel()
    assert jobs.close() == ()


def test_work_that_will_not_stop_does_not_keep_the_desk_open(jobs, owner):
    deaf, begun = threading.Event(), threading.Event()

    def stuck(_desk, _progress, _cancelled):
        begun.set()
        deaf.wait()

    jobs.long(owner, stuck, "Sealing AM/1", pytest.fail, pytest.fail)
    begun.wait()
    assert jobs.close(0.01) == ("Sealing AM/1",)
    deaf.set()


def test_work_that_ends_as_the_desk_is_let_go_of_tells_nobody_any_more(qapp):
    def run_on(_desk, _progress, cancelled):
        while not cancelled():
            threading.Event().wait(0.0001)
        raise DomainError("work.cancelled")

    told = []
    for _ in range(100):
        jobs, owner = Jobs(fake_desk()), QObject()
        jobs.long(owner, run_on, "Building a pack", told.append, told.append)
        jobs.close()
        delete(jobs)
    qapp.processEvents()
    assert told == []
