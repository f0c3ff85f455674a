"""Officers by command: listed, enrolled with their own passphrase, given a role, kept to it."""

import json

from tests.bootstrap.vaults import OFFICER, PASSPHRASE

LOWE, ROE, ADAMS = "DCI Ben Lowe", "DC Amy Roe", "Kit Adams"
OWN = "marble window seven bicycle lantern pool"


def as_officer(place, name, words=OWN):
    path = place / f"{name}.txt"
    path.write_text(words + "\n", "utf-8")
    return ["--officer", name, "--passphrase-file", str(path)]


def enrol(run, place, name, role, *more):
    own = place / f"{name}.txt"
    own.write_text(OWN + "\n", "utf-8")
    return run(
        "enrol", "--officer", OFFICER, "--name", name, "--role", role, "--passphrase-only",
        "--new-passphrase-file", str(own), *more,
    )  # fmt: skip


def second(place):
    return ["--second-officer", LOWE, "--second-passphrase-file", str(place / f"{LOWE}.txt")]


def test_colleagues_are_enrolled_listed_and_kept_to_their_roles(run, place):
    status, out, _ = enrol(run, place, LOWE, "case_officer")
    assert (status, "Case officer" in out) == (0, True)
    assert run("role", "--officer", OFFICER, LOWE, "--role", "deputy")[0] == 0
    status, _, err = enrol(run, place, ROE, "case_officer")
    assert (status, "two officers" in err) == (1, True)
    assert enrol(run, place, ROE, "case_officer", *second(place))[0] == 0
    assert enrol(run, place, ADAMS, "administrator", *second(place))[0] == 0
    listed = json.loads(run("officers", "--officer", OFFICER, "--json")[1])
    assert [(each["name"], each["role"]) for each in listed] == [
        (OFFICER, "spoc"), (LOWE, "deputy"), (ROE, "case_officer"), (ADAMS, "administrator"),
    ]  # fmt: skip
    vault = str(place / "vault")
    refused = [
        run("list", vault, "incidents", *as_officer(place, ADAMS), opens=False),
        run("show", vault, "IN/2026/0001", *as_officer(place, ADAMS), opens=False),
        run("certificate", vault, "--remove", *as_officer(place, ROE), opens=False),
        run("audit", vault, "--to", str(place / "trail.jsonl"), *as_officer(place, ROE), opens=False),
        run("role", vault, OFFICER, "--role", "deputy", *as_officer(place, ROE), opens=False),
    ]
    assert [status for status, _, _ in refused] == [1] * 5
    assert all("Your role in this vault does not allow that" in err for _, _, err in refused)
    assert run("list", vault, "incidents", *as_officer(place, ROE), opens=False)[0] == 0
    assert run("verify", vault, *as_officer(place, ADAMS), opens=False)[0] == 0


def test_wrong_passphrases_are_told_at_the_terminal_too(run, place):
    vault = str(place / "vault")
    assert run("officers", vault, *as_officer(place, OFFICER, "nothing like it at all"), opens=False)[0] == 1
    status, _, err = run("officers", vault, *as_officer(place, OFFICER, PASSPHRASE), opens=False)
    assert (status, OFFICER in err) == (0, True)


def test_whoever_has_no_passphrase_to_give_is_told_how(run, place):
    status, _, err = run("enrol", "--officer", OFFICER, "--name", "PC Di Fry", "--role", "case_officer")
    assert (status, "--new-passphrase-file" in err) == (1, True)
