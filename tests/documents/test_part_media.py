"""Videos and recordings as pages: stills with their times, waveforms, what the file says of itself."""

import hashlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from spoc_desk.documents.parts import Rendition, read_part
from spoc_desk.documents.video_stills import wanted_stills
from spoc_desk.documents.waveform import waveform
from spoc_desk.domain.errors import DomainError
from spoc_desk.system.child import Child
from tests.documents import media_samples


@dataclass
class Shown:
    """A part as it was made, and the words on it."""

    path: Path
    rendition: Rendition
    words: str

    def stills(self) -> list[pypdf.PageObject]:
        return [page for page in pypdf.PdfReader(self.path).pages if page.images]


@pytest.fixture
def shown(tmp_path: Path, child: Child, fonts: Path):
    def show(name: str, content: bytes, *, strip: bool = False) -> Shown:
        source, part = tmp_path / "source", tmp_path / "part.pdf"
        source.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        facts = {"reference": "AM/1", "description": "An item", "filename": name, "media_type": ""}
        arguments = {
            "source": str(source),
            "destination": str(part),
            "fonts": str(fonts),
            "facts": {**facts, "size": len(content), "sha256": digest},
            "strip": strip,
        }
        child.call("spoc_desk.documents.normalise:normalise", arguments)
        words = "\n".join(page.extract_text() for page in pypdf.PdfReader(part).pages)
        assert "Play it from the file supplied with this pack." in words
        assert digest in words.replace("\n", "")
        return Shown(part, read_part(part).rendition, words)

    return show


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return media_samples.video(tmp_path_factory.mktemp("clip"))


@pytest.mark.parametrize(("ending", "code"), [("mp4", "mp4v"), ("avi", "MJPG"), ("webm", "VP80")])
def test_a_video_is_shown_by_stills_from_its_first_frame_to_its_last(
    tmp_path: Path, shown, ending: str, code: str
) -> None:
    made = shown(f"door.{ending}", media_samples.video(tmp_path, ending, code))
    (sheet,) = made.stills()
    assert len(sheet.images) == 12
    for words in ("0:00:00.000", "first frame", "0:00:03.900", "last frame", "160 × 90, 10 frames a second"):
        assert words in made.words
    brightness = [image.image.convert("L").getpixel((120, 70)) for image in sheet.images]
    assert brightness == sorted(brightness)
    assert brightness[-1] - brightness[0] > 150
    assert made.rendition.how.startswith("video, supplied as a file; shown by 12 stills")


def test_stills_stand_upright_when_the_camera_was_turned(shown, clip: bytes) -> None:
    (sheet,) = shown("door.mp4", media_samples.turned(clip)).stills()
    still = sheet.images[0].image.convert("RGB")
    assert still.height > still.width
    red, _, blue = still.getpixel((still.width - 10, 10))
    assert red - blue > 100


def test_a_served_copy_leaves_out_where_a_video_was_recorded(shown, clip: bytes) -> None:
    content = media_samples.placed(clip)
    assert "54.978" in shown("door.mp4", content).words
    served = shown("door.mp4", content, strip=True)
    assert "54.978" not in served.words
    assert "Place and device data in the file are left out of this copy." in served.rendition.notes


def test_a_date_in_the_file_is_called_the_devices_own_claim(shown, clip: bytes) -> None:
    start = clip.index(b"mvhd") + 8
    seconds = 3_861_855_600 + 61  # from 1904 to a minute past eleven on 16 May 2026
    dated = clip[:start] + seconds.to_bytes(4) * 2 + clip[start + 8 :]
    made = shown("door.mp4", dated)
    assert "2026-05-1" in made.words
    assert any("own claim" in note for note in made.rendition.notes)


def test_a_video_that_claims_hours_is_shown_as_long_as_it_is(shown, clip: bytes) -> None:
    made = shown("door.mp4", media_samples.lasting(clip, 36_000))
    assert any("claims a length of 10:00:00.000" in note for note in made.rendition.notes)
    assert "0:00:03.900" in made.words


@pytest.mark.parametrize(("ending", "code"), [("avi", "MJPG"), ("webm", "VP80")])
def test_a_video_that_breaks_off_is_shown_as_far_as_it_goes(
    tmp_path: Path, shown, ending: str, code: str
) -> None:
    whole = media_samples.video(tmp_path, ending, code)
    made = shown(f"door.{ending}", whole[: len(whole) * 6 // 10])
    (sheet,) = made.stills()
    assert 3 < len(sheet.images) <= 12
    assert "last still" in made.words
    assert "last frame" not in made.words
    assert any("breaks off" in note for note in made.rendition.notes)


def test_a_video_nothing_can_decode_has_a_page_that_says_so(shown, clip: bytes) -> None:
    made = shown("door.mp4", clip[: len(clip) // 2])
    assert "No stills: its pictures cannot be decoded here." in made.rendition.notes
    assert not made.stills()


def test_very_large_frames_are_shown_within_the_childs_memory(tmp_path: Path, shown) -> None:
    writer = media_samples.cv2.VideoWriter(
        str(tmp_path / "a.avi"), media_samples.cv2.VideoWriter_fourcc(*"MJPG"), 10, (7680, 4320)
    )
    writer.write(media_samples.numpy.zeros((4320, 7680, 3), "uint8"))
    writer.release()
    made = shown("a.avi", (tmp_path / "a.avi").read_bytes())
    assert made.rendition.how.startswith("video, supplied as a file")
    assert made.stills() or any("No stills" in note for note in made.rendition.notes)


@pytest.mark.parametrize(
    ("name", "kind", "options"),
    [
        ("call.wav", "WAV", {}),
        ("call.flac", "FLAC", {}),
        ("call.ogg", "OGG", {}),
        ("call.opus", "OGG", {"subtype": "OPUS"}),
        ("call.mp3", "MP3", {}),
    ],
)
def test_a_recording_is_shown_by_its_waveform(shown, name: str, kind: str, options: dict[str, str]) -> None:
    made = shown(name, media_samples.recording(kind, **options))
    assert "Sound: loudness over time" in made.words
    assert "0:00:01.5" in made.words
    picture = pypdfium2.PdfDocument(made.path)[0].render(scale=2).to_pil().convert("RGB")
    blue = [(x, y) for x in range(picture.width) for y in range(picture.height) if is_wave(picture, x, y)]
    quiet, loud = ([y for x, y in blue if part(x, picture.width)] for part in (is_early, is_late))
    assert max(loud) - min(loud) > 3 * (max(quiet) - min(quiet))


def is_wave(picture, x: int, y: int) -> bool:
    red, _, blue = picture.getpixel((x, y))
    return blue > 140 and blue - red > 90


def is_early(x: int, width: int) -> bool:
    return x < width * 0.2


def is_late(x: int, width: int) -> bool:
    return x > width * 0.8


def test_hours_of_sound_are_sampled_and_the_page_says_so(tmp_path: Path) -> None:
    header = media_samples.recording("WAV", 0.001)[:44]
    size = 16000 * 2 * 3600 * 3
    path = tmp_path / "hours.wav"
    with path.open("wb") as file:
        file.write(header[:4] + (size + 36).to_bytes(4, "little") + header[8:40] + size.to_bytes(4, "little"))
        file.truncate(size + 44)
    made = waveform(path, "PCM")
    assert made.seconds == pytest.approx(3 * 3600)
    assert "sampled" in made.note


@pytest.mark.parametrize(
    ("kind", "note"),
    [
        ("WAV", ""),
        ("FLAC", "Waveform: read only so far: it breaks off."),
        ("OGG", "No waveform: its sound cannot be decoded; it may be damaged."),
    ],
)
def test_a_recording_that_breaks_off_is_shown_as_far_as_it_can_be_read(shown, kind: str, note: str) -> None:
    whole = media_samples.recording(kind, 3)
    made = shown(f"call.{kind.lower()}", whole[: len(whole) * 6 // 10])
    assert note in (*made.rendition.notes, "")
    assert ("Sound: loudness over time" in made.words) is (kind != "OGG")


def test_sound_without_a_decoder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    (tmp_path / "voice.m4a").write_bytes(b"\0\0\0\x20ftypM4A " + b"\0" * 99)
    with pytest.raises(DomainError) as caught:
        waveform(tmp_path / "voice.m4a", "AAC LC")
    assert caught.value.values["reason"] == "this computer has no decoder for AAC LC"


def test_an_installed_ffmpeg_is_asked_for_sound_nothing_else_decodes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Played by a program of the same name: two seconds, the second one loud."""
    samples = "b'\\0\\0' * 4000 + b'\\0\\x40' * 4000"
    script = f"#!{sys.executable}\nimport sys\nsys.stdout.buffer.write({samples})\n"
    program = tmp_path / "ffmpeg"
    program.write_text(script)
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "voice.m4a").write_bytes(b"\0\0\0\x20ftypM4A " + b"\0" * 99)
    made = waveform(tmp_path / "voice.m4a", "AAC")
    assert made.seconds == 2
    assert made.peaks == (0.0,) * 10 + (0.5,) * 10


def test_longer_videos_get_more_stills() -> None:
    assert [wanted_stills(seconds) for seconds in (0, 90, 600, 7200)] == [12, 12, 24, 36]


def test_the_same_video_gives_the_same_part(shown, clip: bytes) -> None:
    parts = [shown("door.mp4", clip).path.read_bytes() for _ in range(2)]
    assert parts[0] == parts[1]
    assert pypdf.PdfReader(io.BytesIO(parts[0])).pages


def test_the_program_itself_loads_no_decoder() -> None:
    decoders = {"cv2", "numpy", "soundfile", "pymediainfo"}
    listing = f"import sys, spoc_desk.documents.packs; print(*{decoders} & set(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == []
