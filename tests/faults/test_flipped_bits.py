"""One bit of the vault turned over, wherever it lies, is told in a sentence that names what it hit."""

import shutil

import pytest

from tests.faults import whole_vault
from tests.faults.amounts import SEED, draw_for, times
from tests.faults.whole_vault import files_of, say_of

# Short run, soak (1,000 in all), what was hit as the sentence must name it.
FLIPS = {
    "database": (14, 400, "database"),
    "log": (8, 120, "The log of the vault's database|The program stopped while a change was being saved"),
    "keyslots": (8, 120, "keyslot|officers' keys"),
    "recovery": (6, 80, "recovery.age"),
    "exhibit": (8, 140, "Exhibit AM/1 of CF/"),
    "pack": (8, 80, "Pack PK/"),
    "failed unlocks": (6, 60, "list of wrong passphrases"),
}
PAGE = 4096


@pytest.fixture(scope="session")
def originals(tmp_path_factory):
    """A closed vault with one of everything, and one that was cut off with its log still there."""
    closed, cut_off = tmp_path_factory.mktemp("closed"), tmp_path_factory.mktemp("cut-off")
    whole_vault.make(closed)
    whole_vault.make_cut_off(cut_off)
    for folder in (closed, cut_off):
        sound = shutil.copytree(folder, tmp_path_factory.mktemp("sound") / "copy")
        assert say_of(sound) == whole_vault.Said("", ())
    return {"log": cut_off, "other": closed}


@pytest.mark.parametrize("kind", FLIPS)
def test_every_flipped_bit_is_told_and_what_it_hit_is_named(kind, originals, tmp_path, tally):
    short, soak, named = FLIPS[kind]
    draw = draw_for(f"flip {kind}")
    for turn in range(times(short, soak)):
        place = shutil.copytree(originals.get(kind, originals["other"]), tmp_path / str(turn))
        path = draw.choice(files_of(place)[kind])
        at, bit = draw.randrange(path.stat().st_size), draw.randrange(8)
        content = bytearray(path.read_bytes())
        content[at] ^= 1 << bit
        path.write_bytes(content)
        check_told(
            say_of(place), named, f"SPOC_SEED={SEED} {kind} {turn}: byte {at} bit {bit} of {path.name}"
        )
        tally(f"bit flips: {kind}", flips=1, detected=1, undetected=0)
        shutil.rmtree(place)


@pytest.mark.parametrize("kind", FLIPS)
def test_every_file_cut_short_or_blanked_is_told_and_named(kind, originals, tmp_path, tally):
    draw = draw_for(f"cut short {kind}")
    for turn in range(times(1, 20)):
        place = shutil.copytree(originals.get(kind, originals["other"]), tmp_path / str(turn))
        path = draw.choice(files_of(place)[kind])
        content = path.read_bytes()
        if kind == "log":
            # Nobody can say whether the end of a log was ever there; what is blank before its end, one can.
            at = draw.randrange(len(content) // 2)
            path.write_bytes(content[:at] + bytes(PAGE) + content[at + PAGE :])
        else:
            at = draw.randrange(len(content))
            path.write_bytes(content[:at])
        check_told(say_of(place), FLIPS[kind][2], f"SPOC_SEED={SEED} {kind} {turn}: {path.name} cut at {at}")
        tally(f"cut short or blanked: {kind}", files=1, detected=1, undetected=0)
        shutil.rmtree(place)


def test_pages_of_the_database_that_changed_places_are_told(originals, tmp_path, tally):
    draw = draw_for("swap")
    for turn in range(times(3, 60)):
        place = shutil.copytree(originals["other"], tmp_path / str(turn))
        (path,) = files_of(place)["database"]
        content = bytearray(path.read_bytes())
        one, other = draw.sample(range(len(content) // PAGE), 2)
        first, second = slice(one * PAGE, (one + 1) * PAGE), slice(other * PAGE, (other + 1) * PAGE)
        content[first], content[second] = content[second], content[first]
        path.write_bytes(content)
        check_told(say_of(place), "database", f"SPOC_SEED={SEED} {turn}: pages {one} and {other} swapped")
        tally("pages swapped", states=1, detected=1, undetected=0)
        shutil.rmtree(place)


def check_told(said: whole_vault.Said, named: str, told: str) -> None:
    """Asserts that something was said, and of what."""
    assert said.how, f"{told}: nobody noticed"
    assert any(name in " ".join(said.sentences) for name in named.split("|")), f"{told}: {said}"
