"""The print service that other tests lean on is a real one, and nobody else's."""

import os
import subprocess
from pathlib import Path

from tests.desktop.printers import printers


def printed(service, words, *options):
    command = ["lp", "-d", "Office", "-t", "A title", *options]
    subprocess.run(command, input=words, env=service.environment, capture_output=True, check=True)


def test_a_job_is_kept_byte_for_byte_with_its_options(keyring_home):
    with printers(keyring_home, "Office") as service:
        printed(service, b"%PDF-1.4 words", "-o", "sides=two-sided-short-edge")
        (job,) = service.jobs(1)
    assert (job.number, job.content, job.title) == (1, b"%PDF-1.4 words", "A title")
    assert job.options["sides"] == "two-sided-short-edge"


def test_two_services_know_nothing_of_each_other(keyring_home):
    (keyring_home / "a").mkdir()
    (keyring_home / "b").mkdir()
    with printers(keyring_home / "a", "Office") as one, printers(keyring_home / "b", "Landing") as other:
        assert "Office" in one.run("lpstat", "-p")
        assert "Office" not in other.run("lpstat", "-p")


def test_it_listens_on_no_network_and_ends_with_its_block(keyring_home):
    with printers(keyring_home, "Office") as service:
        sockets = [path for path in Path(service.home, "run").iterdir() if path.is_socket()]
        assert [str(path) for path in sockets] == [service.environment["CUPS_SERVER"]]
    told = subprocess.run(["lpstat", "-r"], env=service.environment, capture_output=True, check=False)
    assert b"not running" in told.stdout


def test_this_process_prints_there_only_within_the_block(keyring_home):
    before = os.environ.get("CUPS_SERVER")
    with printers(keyring_home, "Office") as service:
        with service.chosen():
            assert os.environ["CUPS_SERVER"] == service.environment["CUPS_SERVER"]
        assert os.environ.get("CUPS_SERVER") == before
