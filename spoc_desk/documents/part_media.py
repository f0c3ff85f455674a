"""Video and sound as pages: what the file says of itself, its waveform, and a contact sheet of stills."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.filetypes import Kind
from spoc_desk.documents.fonts import BOLD, SANS
from spoc_desk.documents.media_facts import MediaFacts, media_facts, time_code
from spoc_desk.documents.part_text import Source, notice_part
from spoc_desk.documents.parts import Rendition
from spoc_desk.documents.shared_faces import begin_alike
from spoc_desk.documents.style import (
    ACCENT,
    BOTTOM,
    FAINT,
    HAIRLINE,
    INK,
    MARGIN,
    NAVY,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SHADE,
    TEXT_WIDTH,
    TOP,
)
from spoc_desk.documents.typeset import TextPages
from spoc_desk.documents.video_stills import Still, Stills, video_stills, wanted_stills
from spoc_desk.documents.waveform import Waveform, waveform
from spoc_desk.domain.errors import DomainError

PLAY = "Play it from the file supplied with this pack."
CLAIM = "Dates in the table are the recording device’s own claim, exactly as the file holds them."
LEFT_OUT = "Place and device data in the file are left out of this copy."
_PER_PAGE = 12
_GAP = 12.0
_WORDS = 14.0
_WAVE_HEIGHT = 54.0
_TITLES = {Kind.VIDEO: "Video", Kind.AUDIO: "Recording"}


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where a still stands on its page, in points."""

    still: Still
    x: float
    y: float
    width: float
    height: float


def media_pages(pdf: Pdf, path: Path, source: Source, kind: Kind, *, strip: bool) -> Rendition:
    """Add the pages of a video or a recording. `strip` leaves out where and on what it was recorded."""
    facts = media_facts(path, strip=strip)
    stills = video_stills(path, wanted_stills(facts.seconds)) if kind is Kind.VIDEO else Stills()
    wave, fault = _heard(path, facts, kind)
    notes = _notes(facts, stills, wave, fault)
    title = f"{_TITLES[kind]}, supplied as a file"
    page = notice_part(
        source, title, (PLAY, *notes), rows=facts.rows, below=lambda pages: _draw_wave(pages, wave)
    )
    with pikepdf.open(io.BytesIO(page)) as first:
        pdf.pages.extend(first.pages)
    for number, cells in enumerate(_sheets(stills.frames), 1):
        _add_sheet(pdf, cells, stills, number)
    shown = [_stills(stills.frames)] if stills.frames else []
    shown += ["waveform"] if wave else []
    shown += ["what the file says of itself"] if facts.rows else []
    how = title.lower() + (f"; shown by {_listed(shown)}" if shown else "")
    return Rendition(how, notes)


def _heard(path: Path, facts: MediaFacts, kind: Kind) -> tuple[Waveform | None, str]:
    if kind is Kind.VIDEO and not facts.sound:
        return None, "It has no sound." if any(label == "Picture" for label, _ in facts.rows) else ""
    try:
        return waveform(path, facts.sound), ""
    except DomainError as refusal:
        return None, f"No waveform: {refusal.values['reason']}."


def _notes(facts: MediaFacts, stills: Stills, wave: Waveform | None, fault: str) -> tuple[str, ...]:
    frames = stills.frames
    notes = []
    if frames:
        reach = f"from {time_code(frames[0].at)} to {time_code(frames[-1].at)}"
        notes.append(f"{_stills(frames)} {reach}; what happens between them is not shown here.")
    if stills.ends and facts.claimed > 2 * frames[-1].at + 5:
        ends, claimed = time_code(frames[-1].at), time_code(facts.claimed)
        notes.append(f"The file claims a length of {claimed}, but its pictures end at {ends}.")
    if stills.fault:
        notes.append(f"{'Stills' if frames else 'No stills'}: {stills.fault}.")
    if fault:
        notes.append(fault)
    if wave and wave.note:
        notes.append(f"Waveform: {wave.note}.")
    if any("file says" in label or "own clock" in label for label, _ in facts.rows):
        notes.append(CLAIM)
    if facts.left_out:
        notes.append(LEFT_OUT)
    if not facts.rows:
        notes.append("The file says nothing of itself that can be read here.")
    return tuple(notes)


def _stills(frames: Sequence[Still]) -> str:
    return "1 still" if len(frames) == 1 else f"{len(frames)} stills"


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _draw_wave(pages: TextPages, wave: Waveform | None) -> None:
    if wave is None:
        return
    pages.room(_WAVE_HEIGHT + 60)
    canvas = pages.canvas
    top = pages.y - 34
    canvas.setFillColor(NAVY)
    canvas.setFont(BOLD, 9.5)
    canvas.drawString(MARGIN, top + 10, "Sound: loudness over time")
    canvas.setFillColor(SHADE)
    canvas.rect(MARGIN, top - _WAVE_HEIGHT, TEXT_WIDTH, _WAVE_HEIGHT, stroke=0, fill=1)
    middle = top - _WAVE_HEIGHT / 2
    step = TEXT_WIDTH / len(wave.peaks)
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(min(0.8, step * 0.8))
    for index, peak in enumerate(wave.peaks):
        x, reach = MARGIN + (index + 0.5) * step, max(0.15, peak * (_WAVE_HEIGHT / 2 - 3))
        canvas.line(x, middle - reach, x, middle + reach)
    canvas.setFillColor(FAINT)
    canvas.setStrokeColor(HAIRLINE)
    canvas.setFont(SANS, 6.5)
    for quarter in range(5):
        x, told = MARGIN + TEXT_WIDTH * quarter / 4, time_code(wave.seconds * quarter / 4)
        canvas.line(x, top - _WAVE_HEIGHT, x, top - _WAVE_HEIGHT - 3)
        place = (canvas.drawString, *[canvas.drawCentredString] * 3, canvas.drawRightString)[quarter]
        place(x, top - _WAVE_HEIGHT - 11, told)
    pages.y = top - _WAVE_HEIGHT - 16


def _sheets(frames: Sequence[Still]) -> Iterator[list[_Cell]]:
    """The stills of each page, in rows; upright ones four to a row."""
    columns = 4 if frames and frames[0].height > frames[0].width else 3
    rows = _PER_PAGE // columns
    wide = (TEXT_WIDTH - _GAP * (columns - 1)) / columns
    top, room = PAGE_HEIGHT - TOP - 26, PAGE_HEIGHT - TOP - 26 - BOTTOM
    high = room / rows - _WORDS - _GAP / 2
    for start in range(0, len(frames), _PER_PAGE):
        cells = []
        for place, still in enumerate(frames[start : start + _PER_PAGE]):
            row, column = divmod(place, columns)
            scale = min(wide / still.width, high / still.height)
            width, height = still.width * scale, still.height * scale
            ceiling = top - row * (min(high, wide * still.height / still.width) + _WORDS + _GAP)
            cells.append(_Cell(still, MARGIN + column * (wide + _GAP), ceiling - height, width, height))
        yield cells


def _add_sheet(pdf: Pdf, cells: Sequence[_Cell], stills: Stills, number: int) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    begin_alike(canvas)
    canvas.setFillColor(NAVY)
    canvas.setFont(BOLD, 11)
    sheets = -(-len(stills.frames) // _PER_PAGE)
    told = "Stills from the video" + (f", sheet {number} of {sheets}" if sheets > 1 else "")
    canvas.drawString(MARGIN, PAGE_HEIGHT - TOP - 6, told)
    for cell in cells:
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.rect(cell.x - 0.25, cell.y - 0.25, cell.width + 0.5, cell.height + 0.5, stroke=1, fill=0)
        canvas.setFillColor(INK)
        canvas.setFont(BOLD, 7.5)
        code = time_code(cell.still.at)
        canvas.drawString(cell.x, cell.y - 9.5, code)
        canvas.setFillColor(FAINT)
        canvas.setFont(SANS, 7)
        canvas.drawString(
            cell.x + canvas.stringWidth(code, BOLD, 7.5) + 5, cell.y - 9.5, _place_told(cell, stills)
        )
    canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(buffer.getvalue())) as drawn:
        pdf.pages.extend(drawn.pages)
    _add_pictures(pdf, pdf.pages[-1].obj, cells)


def _place_told(cell: _Cell, stills: Stills) -> str:
    if cell.still is stills.frames[0]:
        return "first frame"
    if cell.still is stills.frames[-1]:
        return "last frame" if stills.ends else "last still"
    return ""


def _add_pictures(pdf: Pdf, page: pikepdf.Object, cells: Sequence[_Cell]) -> None:
    forms = Dictionary()
    drawing = []
    for index, cell in enumerate(cells):
        image = Stream(pdf, cell.still.jpeg)
        image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
        image.Width, image.Height = cell.still.width, cell.still.height
        image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
        forms[f"/S{index:02d}"] = pdf.make_indirect(image)
        drawing.append(
            f"q {cell.width:.3f} 0 0 {cell.height:.3f} {cell.x:.3f} {cell.y:.3f} cm /S{index:02d} Do Q"
        )
    page.Resources.XObject = forms
    pikepdf.Page(page).contents_add(Stream(pdf, "\n".join(drawing).encode()), prepend=False)
