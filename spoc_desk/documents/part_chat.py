"""A chat as pages: under each day who said what when, numbered, right-to-left words to the right."""

import io
import re

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from spoc_desk.documents.chats import Chat, Message
from spoc_desk.documents.fonts import BOLD, ITALIC, SANS
from spoc_desk.documents.lines import LineSetter
from spoc_desk.documents.part_text import Source, TextPart, strip
from spoc_desk.documents.printable import printable
from spoc_desk.documents.shared_faces import begin_alike
from spoc_desk.documents.style import (
    FAINT,
    HAIRLINE,
    INK,
    MARGIN,
    NAVY,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SOFT,
    TEXT_WIDTH,
)
from spoc_desk.documents.typeset import TextPages

_WHO, _GAP = 92.0, 9.0
_TIME_AT_MOST = 76.0
_LEADING = 12.6
_WITHOUT = re.compile(
    r"<?(?:media|image|video|audio|sticker|document|gif|contact card) omitted>?"
    r"|<attached: .*>|.* \(file attached\)",
    re.IGNORECASE,
)

# For each column its lines, each with its paragraph and colour, and what sets them.
_Columns = tuple[tuple[list[tuple[tuple[str, str], Color]], LineSetter], ...]


def chat_part(source: Source, chat: Chat, note: str) -> TextPart:
    """Every message of the chat, and what the file says of it besides."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), invariant=1)
    begin_alike(canvas)
    pages = TextPages(canvas, SANS, 9.2, _LEADING)
    strip(pages, source, note)
    press = _Press(pages, chat)
    press.small(chat.about, MARGIN, TEXT_WIDTH)
    for number, message in enumerate(chat.messages, 1):
        press.message(number, message)
    pages.finish()
    canvas.save()
    return TextPart(buffer.getvalue(), pages.marks, pages.toned)


class _Press:
    """Sets messages down the page."""

    def __init__(self, pages: TextPages, chat: Chat) -> None:
        self._pages, self._canvas = pages, pages.canvas
        self._said, self._who = LineSetter(SANS, 9.2), LineSetter(BOLD, 8.4)
        self._app, self._fine = LineSetter(ITALIC, 8.4), LineSetter(SANS, 7)
        self._day: str | None = None
        widest = max((self._fine.width(each) for each in {each.time for each in chat.messages}), default=0.0)
        self._time = min(widest, _TIME_AT_MOST) + 0.1
        self._name = MARGIN + self._time + _GAP
        self._left = self._name + _WHO + _GAP
        self._room = MARGIN + TEXT_WIDTH - self._left

    def message(self, number: int, message: Message) -> None:
        """One message, over as many pages as it needs."""
        if message.day != self._day:
            self._day = message.day
            self._head(message.day)
        if not message.sender:
            self._app_line(number, message)
        else:
            self._spoken(number, message)
        self.small(message.further, self._left, self._room)
        self._pages.y -= 4.2

    def small(self, facts: tuple[tuple[str, str], ...], left: float, room: float) -> None:
        """What else the file says, in small letters."""
        if facts:
            told = "   ".join(f"{name}: {words}" for name, words in facts)
            for line in self._lines(told, self._fine, room):
                self._turn(9.4)
                self._pages.y -= 9.4
                self._draw(line, self._fine, (left, room), FAINT)

    def _head(self, day: str) -> None:
        pages, canvas = self._pages, self._canvas
        pages.room(60)
        if not day:
            pages.y -= 6
            return
        pages.y -= 22
        canvas.setFillColor(NAVY)
        canvas.setFont(BOLD, 9.5)
        canvas.drawString(MARGIN, pages.y, day)
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, pages.y - 5, MARGIN + TEXT_WIDTH, pages.y - 5)
        pages.y -= 7

    def _spoken(self, number: int, message: Message) -> None:
        said = [
            (line, SOFT if _WITHOUT.fullmatch(words.strip()) else INK)
            for words in (message.text or "(no words)").split("\n")
            for line in self._lines(words, self._said, self._room)
        ]
        who = self._lines(message.sender, self._who, _WHO)
        columns: _Columns = (
            ([(line, FAINT) for line in self._lines(message.time, self._fine, self._time)], self._fine),
            ([(line, INK) for line in who], self._who),
            (said, self._said),
        )
        self._columns(number, columns)

    def _app_line(self, number: int, message: Message) -> None:
        when = self._lines(message.time, self._fine, self._time)
        words = self._lines(message.text, self._app, self._room)
        columns: _Columns = (
            ([(line, FAINT) for line in when], self._fine),
            ([], self._who),
            ([(line, SOFT) for line in words], self._app),
        )
        self._columns(number, columns)

    def _columns(
        self,
        number: int,
        columns: _Columns,
    ) -> None:
        """Time, sender and words side by side, line by line."""
        across = ((MARGIN, self._time), (self._name, _WHO), (self._left, self._room))
        high = max(len(lines) for lines, _ in columns)
        if high <= 3:
            self._turn(high * _LEADING)
        for index in range(high):
            self._turn(_LEADING)
            self._pages.y -= _LEADING
            if index == 0:
                self._number(number)
            for (lines, setter), place in zip(columns, across, strict=True):
                if index < len(lines):
                    line, colour = lines[index]
                    self._draw(line, setter, place, colour)

    def _lines(self, words: str, setter: LineSetter, room: float) -> list[tuple[str, str]]:
        """(line, the paragraph it comes from)."""
        safe = printable(words)
        self._pages.note(safe)
        whole = safe.text.expandtabs(4)
        return [
            (line, paragraph) for paragraph in whole.split("\n") for line in setter.wrapped(paragraph, room)
        ]

    def _turn(self, high: float) -> None:
        """A new page where this one is full, which says of which day it goes on."""
        before = self._pages.pages
        self._pages.room(high)
        if self._pages.pages != before and self._day:
            self._canvas.setFillColor(FAINT)
            self._canvas.setFont(SANS, 7)
            self._canvas.drawString(MARGIN, self._pages.y, f"{self._day}, continued")
            self._pages.y -= 6

    def _draw(
        self, line: tuple[str, str], setter: LineSetter, across: tuple[float, float], colour: Color
    ) -> None:
        self._canvas.setFillColor(colour)
        setter.draw(self._canvas, line[0], (across[0], self._pages.y), across[1], line[1])

    def _number(self, number: int) -> None:
        self._canvas.setFont(SANS, 5.5)
        self._canvas.setFillColor(FAINT)
        self._canvas.drawRightString(MARGIN - 8, self._pages.y, f"{number}")
