"""The script for auditors: it passes what we export and refuses whatever was done to it since."""

import json
import secrets
import subprocess
import sys

import pytest

from spoc_desk.domain.audit import START, canonical, link
from tests.architecture.sources import ROOT

SCRIPT = ROOT / "docs" / "verify_audit.py"
NAME = "Perpetua Quill"


@pytest.fixture
def trail():
    """Ten entries, of which the third, sixth and ninth belong to casefile 7."""
    entries, prev = [], START
    for number in range(1, 11):
        owner = 7 if number % 3 == 0 else 8
        said = canonical({"event": "RecordConsulted", "casefile": owner, "note": f"Ŵ{NAME}"})
        made = link(number, f"2027-04-20T08:{number:02d}:00.000Z", said, secrets.token_bytes(16), prev)
        entries.append({name: getattr(made, name) for name in made.__slots__})
        prev = bytes.fromhex(made.hash)
    return entries


def check(tmp_path, entries, *anchor, raw=None):
    path = tmp_path / "audit.jsonl"
    text = "".join(json.dumps(entry) + "\n" for entry in entries) if raw is None else raw
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path), *map(str, anchor)],
        capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def extract(entries, casefile):
    """As a one-casefile export prints it."""
    hidden = {"payload": None, "salt": None}
    return [
        entry if json.loads(entry["payload"])["casefile"] == casefile else entry | hidden for entry in entries
    ]


def test_it_needs_nothing_but_python_and_fits_on_a_page():
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert len(lines) < 40
    assert imported <= sys.stdlib_module_names


def test_a_whole_export_stands_with_and_without_an_anchor(trail, tmp_path):
    assert check(tmp_path, trail) == (0, "OK: 10 entries, 0 withheld, anchor not given\n")
    assert check(tmp_path, trail, 10, trail[9]["hash"]) == (0, "OK: 10 entries, 0 withheld, anchor 10\n")


def test_an_anchor_may_be_older_shorter_and_typed_in_groups(trail, tmp_path):
    head = trail[3]["hash"].upper()
    assert check(tmp_path, trail, 4, head[:8], head[8:16], head[16:24])[0] == 0


def test_an_extract_of_one_casefile_stands_and_names_nobody_else(trail, tmp_path):
    part = extract(trail, 7)
    status, said = check(tmp_path, part, 10, trail[9]["hash"])
    assert (status, said) == (0, "OK: 10 entries, 7 withheld, anchor 10\n")
    assert json.dumps(part, ensure_ascii=False).count(NAME) == 3


def altered(entry, **fields):
    return {**entry, **fields}


ATTACKS = {
    "payload": lambda t: [*t[:4], altered(t[4], payload=t[4]["payload"].replace("8", "9", 1)), *t[5:]],
    "time": lambda t: [*t[:4], altered(t[4], at="2027-04-20T08:59:00.000Z"), *t[5:]],
    "salt": lambda t: [*t[:4], altered(t[4], salt="00" * 16), *t[5:]],
    "commitment of a withheld entry": lambda t: [
        *t[:4], altered(t[4], payload=None, salt=None, commit="00" * 32), *t[5:]
    ],
    "own link": lambda t: [*t[:4], altered(t[4], prev="00" * 32), *t[5:]],
    "removed": lambda t: [*t[:4], *t[5:]],
    "removed and numbered again": lambda t: [
        *t[:4], *({**entry, "seq": place} for place, entry in enumerate(t[5:], start=5))
    ],
    "put in": lambda t: [*t[:4], t[4], *t[4:]],
    "changed places": lambda t: [*t[:4], t[5], t[4], *t[6:]],
    "a field more": lambda t: [*t[:4], altered(t[4], remark="seen"), *t[5:]],
    "a number as text": lambda t: [*t[:4], altered(t[4], seq="5"), *t[5:]],
    "first entry gone": lambda t: t[1:],
    "nothing at all": lambda t: [],
}  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_done_to_a_trail_is_found(attack, trail, tmp_path):
    status, said = check(tmp_path, ATTACKS[attack](trail))
    assert status == 1
    assert said.startswith("BROKEN: ")


def test_a_line_that_names_a_field_twice_is_refused(trail, tmp_path):
    lines = [json.dumps(entry) for entry in trail]
    lines[4] = lines[4][:-1] + ', "payload": ' + json.dumps(trail[4]["payload"]) + "}"
    assert check(tmp_path, [], raw="\n".join(lines) + "\n") == (
        1, "BROKEN: entry 5 was altered, or one before it removed or put in\n"
    )  # fmt: skip


@pytest.mark.parametrize("line", ["", "null", "[]", "{", '{"seq": 5}', "\x00", "5"])
def test_a_line_that_is_no_entry_is_named(line, trail, tmp_path):
    lines = [json.dumps(entry) for entry in trail]
    lines[4] = line
    status, said = check(tmp_path, [], raw="\n".join(lines) + "\n")
    assert (status, said) == (1, "BROKEN: line 5 is not an entry of an audit trail\n")


def test_a_last_entry_without_its_line_end_is_still_checked(trail, tmp_path):
    lines = [json.dumps(entry) for entry in trail[:9]] + [json.dumps(altered(trail[9], at="never"))]
    assert check(tmp_path, [], raw="\n".join(lines))[0] == 1


def test_a_trail_cut_short_does_not_reach_its_anchor(trail, tmp_path):
    status, said = check(tmp_path, trail[:8], 10, trail[9]["hash"])
    assert (status, said) == (1, "BROKEN: the trail ends at entry 8, the anchor is 10\n")


def test_a_trail_written_anew_does_not_match_its_anchor(trail, tmp_path):
    prev, forged = START, []
    for entry in trail:
        said = entry["payload"].replace("Consulted", "Added")
        made = link(entry["seq"], entry["at"], said, bytes(16), prev)
        forged.append({name: getattr(made, name) for name in made.__slots__})
        prev = bytes.fromhex(made.hash)
    assert check(tmp_path, forged)[0] == 0
    status, said = check(tmp_path, forged, 10, trail[9]["hash"])
    assert (status, said) == (1, "BROKEN: the anchor does not match entry 10\n")


@pytest.mark.parametrize("head", [(), ("",), ("9f",), ("0" * 64,)])
def test_too_little_or_another_anchor_never_passes(head, trail, tmp_path):
    assert check(tmp_path, trail, 10, *head)[0] == 1


def test_an_anchor_is_taken_as_the_slip_prints_it(trail, tmp_path):
    while len(trail) < 1197:
        made = link(
            len(trail) + 1, "2027-04-21T08:00:00.000Z", "{}", bytes(16), bytes.fromhex(trail[-1]["hash"])
        )
        trail.append({name: getattr(made, name) for name in made.__slots__})
    head = trail[-1]["hash"]
    status, said = check(tmp_path, trail, "1,197", head[:8], head[8:16], head[16:24])
    assert (status, said) == (0, "OK: 1197 entries, 0 withheld, anchor 1197\n")


@pytest.mark.parametrize("head", [(), ("",), ("9f2c41d0", "7be3a81")])
def test_too_short_a_hash_is_no_fault_of_the_trail(head, trail, tmp_path):
    assert check(tmp_path, trail, 10, *head) == (1, "write at least sixteen characters of the hash\n")


@pytest.mark.parametrize("arguments", [(), ("absent.jsonl",), (".",), (str(SCRIPT), "tenth", "0" * 16)])
def test_what_cannot_be_read_is_told_in_one_line(arguments, tmp_path):
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *arguments],
        cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "cannot be read, or " in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
