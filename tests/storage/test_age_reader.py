"""Reading age files: those of other programs, anywhere in them, and nothing that is malformed."""

import io
import json
import os
import random
import shutil
import subprocess
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from spoc_desk.storage.age_format import AgeDamaged, AgeWrongKey, private_key
from spoc_desk.storage.age_reader import AgeReader
from spoc_desk.storage.age_writer import BLOCK, AgeWriter
from tests.storage.age_files import CHUNK, AgeFile, base64_of

IDENTITY = str(pyrage.x25519.Identity.generate())
PUBLIC = private_key(IDENTITY).public_key().public_bytes_raw()
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK - 16, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK)
VECTORS = json.loads((Path(__file__).parent / "age_vectors" / "stock_age.json").read_text())


def plain(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def read(sealed: bytes, identity: str = IDENTITY) -> bytes:
    with AgeReader(io.BytesIO(sealed), identity) as reader:
        return reader.read()


def written(content: bytes, identity: str = IDENTITY) -> bytes:
    target = io.BytesIO()
    writer = AgeWriter(target, identity)
    blocks = [content[at : at + BLOCK] for at in range(0, len(content), BLOCK)] or [b""]
    for number, block in enumerate(blocks, 1):
        writer.write(memoryview(block), last=number == len(blocks))
    return target.getvalue()


@pytest.mark.parametrize("vector", VECTORS["files"], ids=lambda vector: vector["name"])
def test_files_made_by_stock_age_are_read(vector: dict[str, str]) -> None:
    assert sha256(read(b64decode(vector["sealed"]), VECTORS["identity"])).hexdigest() == vector["sha256"]


@pytest.mark.parametrize("size", SIZES)
def test_files_made_by_pyrage_are_read(size: int) -> None:
    recipient = pyrage.x25519.Identity.from_str(IDENTITY).to_public()
    assert read(pyrage.encrypt(plain(size), [recipient])) == plain(size)


@pytest.mark.parametrize("size", SIZES)
def test_what_we_write_is_read_by_pyrage_and_by_us(size: int) -> None:
    sealed = written(plain(size))
    assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(IDENTITY)]) == plain(size)
    assert read(sealed) == plain(size)


@pytest.mark.skipif(shutil.which("age") is None, reason="stock age is not installed")
@pytest.mark.parametrize("size", [0, CHUNK, 2 * BLOCK + 5])
def test_what_we_write_is_read_by_stock_age(size: int, tmp_path: Path) -> None:
    (tmp_path / "identity").write_text(IDENTITY)
    (tmp_path / "sealed").write_bytes(written(plain(size)))
    command = ["age", "--decrypt", "--identity", tmp_path / "identity", tmp_path / "sealed"]
    assert subprocess.run(command, capture_output=True, check=True).stdout == plain(size)


def test_a_block_in_the_middle_must_be_whole() -> None:
    writer = AgeWriter(io.BytesIO(), IDENTITY)
    with pytest.raises(ValueError, match="only the last"):
        writer.write(memoryview(b"short"), last=False)


def test_two_files_of_the_same_content_share_nothing_after_the_version_line() -> None:
    first, second = written(b"same"), written(b"same")
    assert first[:22] == second[:22]
    assert not set(first.splitlines()[1:]) & set(second.splitlines()[1:])


BIG = plain(3 * CHUNK + 1234)
BIG_SEALED = AgeFile(PUBLIC, BIG).whole()
steps = st.tuples(
    st.sampled_from([io.SEEK_SET, io.SEEK_CUR, io.SEEK_END]),
    st.integers(-CHUNK, 4 * CHUNK),
    st.integers(0, 2 * CHUNK + 7),
)


@given(st.lists(steps, max_size=12))
def test_reading_anywhere_gives_what_an_ordinary_file_gives(moves: list[tuple[int, int, int]]) -> None:
    ordinary, sealed = io.BytesIO(BIG), AgeReader(io.BytesIO(BIG_SEALED), IDENTITY)
    for whence, offset, count in moves:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: ordinary.tell(), io.SEEK_END: len(BIG)}[whence]
        target = max(0, base + offset)
        assert sealed.seek(target) == ordinary.seek(target)
        assert sealed.read(count) == ordinary.read(count)
        assert sealed.tell() == ordinary.tell() or not count


def test_it_seeks_from_the_end_and_from_here_and_not_before_the_start() -> None:
    reader = AgeReader(io.BytesIO(BIG_SEALED), IDENTITY)
    assert reader.seek(-10, io.SEEK_END) == len(BIG) - 10
    assert reader.seek(4, io.SEEK_CUR) == len(BIG) - 6
    assert reader.read() == BIG[-6:]
    assert (reader.size, reader.readable(), reader.seekable(), reader.writable()) == (
        len(BIG),
        True,
        True,
        False,
    )
    with pytest.raises(ValueError, match="before the start"):
        reader.seek(-1)


def test_it_reads_only_the_chunks_that_are_asked_for() -> None:
    class Counting(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1, /) -> bytes:
            got = super().read(size)
            self.taken += len(got)
            return got

    file = Counting(AgeFile(PUBLIC, plain(100 * CHUNK)).whole())
    reader = AgeReader(file, IDENTITY)
    reader.seek(50 * CHUNK + 5)
    assert reader.read(10) == plain(100 * CHUNK)[50 * CHUNK + 5 :][:10]
    assert file.taken < 3 * (CHUNK + 16)


def test_closing_it_closes_the_sealed_file_too() -> None:
    file = io.BytesIO(BIG_SEALED)
    AgeReader(file, IDENTITY).close()
    assert file.closed


def test_a_file_for_somebody_else_is_told_from_a_damaged_one() -> None:
    other = X25519PrivateKey.generate().public_key().public_bytes_raw()
    with pytest.raises(AgeWrongKey):
        read(AgeFile(other).whole())
    file = AgeFile(PUBLIC)
    assert read(file.header(AgeFile(other).stanza() + file.stanza()) + file.payload()) == b"exhibit"


def test_a_text_that_is_no_identity_is_refused() -> None:
    for text in ("", "AGE-SECRET-KEY-1", IDENTITY[:-1] + ("Q" if IDENTITY[-1] != "Q" else "P"), "age1xyz"):
        with pytest.raises(ValueError, match="not an age identity"):
            private_key(text)


def test_no_flipped_bit_truncation_or_addition_goes_unnoticed() -> None:
    content = plain(2 * CHUNK + 500)
    whole = AgeFile(PUBLIC, content).whole()
    draw = random.Random(11)
    edges = {
        len(whole) - offset for offset in (1, 16, 17, 516, 517, CHUNK + 16 + 516, 2 * (CHUNK + 16) + 516)
    }
    cut = [whole[:at] for at in edges | {draw.randrange(len(whole)) for _ in range(80)}]
    flipped = []
    for bit in draw.sample(range(len(whole) * 8), 200):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        flipped.append(bytes(changed))
    added = [whole + extra for extra in (b"\0", bytes(16), bytes(CHUNK + 16), whole)]
    for number, altered in enumerate((*cut, *flipped, *added)):
        with pytest.raises((AgeDamaged, AgeWrongKey)):
            read(altered)
        assert altered != whole, number


def test_chunks_swapped_repeated_dropped_or_taken_from_elsewhere_are_noticed() -> None:
    file = AgeFile(PUBLIC, plain(4 * CHUNK + 9))
    header, payload = file.header(), file.payload()
    nonce, body = payload[:16], payload[16:]
    chunks = [body[at : at + CHUNK + 16] for at in range(0, len(body), CHUNK + 16)]
    other = AgeFile(PUBLIC, file.plaintext, file_key=file.file_key).payload()[16:][: CHUNK + 16]
    arrangements = (
        [chunks[1], chunks[0], *chunks[2:]],
        [*chunks[:3], chunks[2], chunks[4]],
        [*chunks[:2], *chunks[3:]],
        chunks[:4],
        [other, *chunks[1:]],
    )
    assert read(header + nonce + b"".join(chunks)) == file.plaintext
    for arranged in arrangements:
        with pytest.raises(AgeDamaged):
            read(header + nonce + b"".join(arranged))


def share_of(point: bytes, file: AgeFile) -> bytes:
    return b"-> X25519 " + base64_of(point) + b"\n" + base64_of(file.wrapped()) + b"\n"


def wrap_long_key(file: AgeFile) -> bytes:
    file.file_key += bytes(9)
    return file.whole()


SCRYPT = b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\nAAAA\n"
MALFORMED = {
    "another version": lambda f: f.whole(version=b"age-encryption.org/v2\n"),
    "version with CR": lambda f: f.whole(version=b"age-encryption.org/v1\r\n"),
    "armour": lambda f: b"-----BEGIN AGE ENCRYPTED FILE-----\n" + f.whole(),
    "nothing": lambda f: b"",
    "header alone": lambda f: f.header(),
    "nonce cut short": lambda f: f.header() + f.nonce[:15],
    "no chunk": lambda f: f.header() + f.nonce,
    "no stanza": lambda f: f.whole(b""),
    "stanza without arguments": lambda f: f.whole(b"->\n\n" + f.stanza()),
    "stanza with an empty argument": lambda f: f.whole(b"-> a  b\n\n" + f.stanza()),
    "stanza with a control character": lambda f: f.whole(b"-> a\x07\n\n" + f.stanza()),
    "stanza with a trailing space": lambda f: f.whole(b"-> a \n\n" + f.stanza()),
    "stanza without a body": lambda f: f.whole(b"-> a\n" + f.stanza()),
    "full body line and no last": lambda f: f.whole(b"-> a\n" + b"A" * 64 + b"\n" + f.stanza()),
    "body line too long": lambda f: f.whole(b"-> a\n" + b"A" * 68 + b"\n\n" + f.stanza()),
    "body with padding": lambda f: f.whole(b"-> a\nAA==\n" + f.stanza()),
    "body not canonical": lambda f: f.whole(b"-> a\nAB\n" + f.stanza()),
    "body with CR": lambda f: f.whole(b"-> a\nAA\r\n" + f.stanza()),
    "share of low order": lambda f: f.whole(share_of(bytes(32), f)),
    "share too short": lambda f: f.whole(share_of(bytes(31), f)),
    "share too long": lambda f: f.whole(share_of(bytes(33), f)),
    "extra argument": lambda f: f.whole(f.stanza().replace(b"\n", b" x\n", 1)),
    "file key too long": wrap_long_key,
    "MAC of nothing": lambda f: f.header().rpartition(b" ")[0] + b" \n" + f.payload(),
    "MAC missing": lambda f: f.header().rpartition(b" ")[0] + b"\n" + f.payload(),
    "MAC without a space": lambda f: f.whole().replace(b"--- ", b"---"),
    "MAC with two spaces": lambda f: f.whole().replace(b"--- ", b"---  "),
    "MAC with a trailing space": lambda f: f.header()[:-1] + b" \n" + f.payload(),
    "MAC cut short": lambda f: f.header()[:-5] + b"\n" + f.payload(),
    "MAC padded": lambda f: f.header()[:-1] + b"=\n" + f.payload(),
    "MAC of another header": lambda f: f.header(f.stanza() * 2)[-45:].join((f.header()[:-45], f.payload())),
    "MAC at the end of the file": lambda f: f.header()[:-1],
    "empty last chunk": lambda f: f.opening() + f.full(last=False) + f.chunk(1, b"", last=True),
    "no last chunk": lambda f: f.opening() + f.chunk(0, b"exhibit", last=False),
    "two last chunks": lambda f: f.opening() + f.full(last=True) + f.chunk(1, b"x", last=True),
    "short chunk midway": lambda f: f.opening() + f.chunk(0, b"s", last=False) + f.chunk(1, b"x", last=True),
    "passphrase beside others": lambda f: f.whole(SCRYPT + f.stanza()),
    "endless stanza": lambda f: f.whole(b"-> a\n" + (b"A" * 64 + b"\n") * 3000 + b"\n" + f.stanza()),
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_file_is_refused(name: str) -> None:
    with pytest.raises(AgeDamaged):
        read(MALFORMED[name](AgeFile(PUBLIC)))


# Our limit on the header is our own, and the other program still takes stanzas of an early draft.
LENIENT = {"endless stanza", "stanza without a body", "full body line and no last"}


@pytest.mark.parametrize("name", sorted(set(MALFORMED) - LENIENT))
def test_an_independent_program_agrees_that_it_is_malformed(name: str) -> None:
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(MALFORMED[name](AgeFile(PUBLIC)), [pyrage.x25519.Identity.from_str(IDENTITY)])


@pytest.mark.parametrize(
    "stanzas",
    [b"-> future a b c\nAAAA\n", b"-> ~!@#$%^&*() ;:'\"\n\n", b"-> a\n" + b"A" * 64 + b"\n\n"],
)
def test_stanzas_of_kinds_we_do_not_know_are_passed_over(stanzas: bytes) -> None:
    file = AgeFile(PUBLIC)
    for arranged in (stanzas + file.stanza(), file.stanza() + stanzas):
        sealed = file.header(arranged) + file.payload()
        assert read(sealed) == b"exhibit"
        assert pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(IDENTITY)]) == b"exhibit"


def test_a_chunk_damaged_after_opening_is_noticed_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sealed.age"
    path.write_bytes(BIG_SEALED)
    with path.open("rb", buffering=0) as file:
        reader = AgeReader(file, IDENTITY)
        os.truncate(path, len(BIG_SEALED) // 2)
        with pytest.raises(AgeDamaged):
            reader.read()
