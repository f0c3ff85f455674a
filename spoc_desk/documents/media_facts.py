"""What a recording says of itself: container, length, codecs, dates and place, by MediaInfo."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

_WORDS_AT_MOST = 120
_PLACES = ("recorded_location", "xyz", "comapplequicktimelocationiso6709", "location")
_DEVICE = ("comapplequicktimemake", "comapplequicktimemodel", "comandroidmanufacturer", "comandroidmodel")
_DATES = (
    ("comapplequicktimecreationdate", "Recorded, by the device’s own clock and zone"),
    ("recorded_date", "Recorded, as the file says"),
    ("encoded_date", "Encoded, as the file says"),
    ("tagged_date", "Tagged, as the file says"),
)


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What the file says. `seconds`: its length, 0 when it gives none; `claimed`: the longest that any of
    its heads gives. `sound`: the codec of its sound. `left_out`: place or device are not among the rows.
    """

    rows: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0
    claimed: float = 0.0
    sound: str = ""
    left_out: bool = False


def media_facts(source: Path, *, strip: bool) -> MediaFacts:
    """The facts, in words to print. `strip` leaves out where and with which device it was recorded."""
    from pymediainfo import MediaInfo

    found: dict[str, dict[str, Any]] = {}
    for track in MediaInfo.parse(str(source)).tracks:
        found.setdefault(track.track_type, track.to_data())
    general, picture, sound = (found.get(each, {}) for each in ("General", "Video", "Audio"))
    tracks = (general, picture, sound)
    seconds = max(_number(each.get("duration")) for each in tracks) / 1000
    claimed = max(seconds, *(_number(each.get("mdhd_duration")) / 1000 for each in tracks))
    rows = [
        ("Container", _joined(general, "format", "format_profile")),
        ("Length", time_code(seconds) if seconds else ""),
        ("Rate", _rate(general.get("overall_bit_rate"))),
        ("Picture", _picture(picture)),
        ("Sound", _sound(sound)),
        *((told, _words(general.get(key))) for key, told in _DATES),
        ("Written by", _words(general.get("writing_application"))),
        ("Title in the file", _words(general.get("title"))),
    ]
    device = _joined(general, *_DEVICE)
    place = next((_words(general[key]) for key in _PLACES if general.get(key)), "")
    if not strip:
        rows += [("Device, as the file says", device), ("Place, as the file says", place)]
    told = tuple((label, value) for label, value in rows if value)
    return MediaFacts(told, seconds, claimed, _words(sound.get("format")), strip and bool(device or place))


def time_code(seconds: float) -> str:
    """Hours, minutes, seconds and thousandths: 0:01:02.345."""
    thousandths = round(seconds * 1000)
    whole, rest = divmod(thousandths, 1000)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}.{rest:03d}"


def _picture(track: dict[str, Any]) -> str:
    size = f"{_words(track['width'])} × {_words(track['height'])}" if track.get("width") else ""
    rate = _number(track.get("frame_rate"))
    turn = _number(track.get("rotation"))
    pieces = [
        _joined(track, "format", "format_profile"),
        size,
        f"{rate:g} frames a second" if rate else "",
        "varying" if track.get("frame_rate_mode") == "VFR" else "",
        f"shown turned by {turn:g}°" if turn else "",
    ]
    return ", ".join(piece for piece in pieces if piece)


def _sound(track: dict[str, Any]) -> str:
    rate, channels = _number(track.get("sampling_rate")), _number(track.get("channel_s"))
    pieces = [
        _joined(track, "format", "format_additionalfeatures"),
        f"{channels:g} channel{'' if channels == 1 else 's'}" if channels else "",
        f"{rate / 1000:g} kHz" if rate else "",
        _rate(track.get("bit_rate")),
    ]
    return ", ".join(piece for piece in pieces if piece)


def _rate(value: object) -> str:
    rate = _number(value)
    return f"{rate / 1000:,.0f} kbit/s" if rate else ""


def _joined(track: dict[str, Any], *keys: str) -> str:
    return " ".join(_words(track[key]) for key in keys if track.get(key))


def _words(value: object) -> str:
    return " ".join(str(value or "").split())[:_WORDS_AT_MOST]


def _number(value: object) -> float:
    try:
        number = float(str(value))
    except ValueError:
        return 0.0
    return number if 0 < number < 1e15 else 0.0
