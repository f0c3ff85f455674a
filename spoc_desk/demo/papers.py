"""Exhibits in words, made as they are needed: e-mails with attachments, chats, tables of posts, notes."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from spoc_desk.demo.story import Story


def threatening_email(path: Path, when: datetime, story: Story) -> None:
    """An e-mail with a picture attached, as it was received."""
    mail = EmailMessage()
    mail["From"] = "A Voter <voter.4471@example.net>"
    mail["To"] = "office@example.org"
    mail["Date"] = format_datetime(when)
    mail["Subject"] = "Read this before you knock on another door"
    mail["Message-ID"] = f"<{when:%Y%m%d%H%M}.4471@mail.example.net>"
    mail["Received"] = f"from relay.example.net (203.0.113.44) by mx.example.org; {format_datetime(when)}"
    mail.set_content(story.papers["threat"])
    picture = (story.exhibits / "vehicle-followed.jpg").read_bytes()
    mail.add_attachment(picture, maintype="image", subtype="jpeg", filename="last night.jpg")
    path.write_bytes(mail.as_bytes())


def forwarded_email(path: Path, when: datetime, story: Story) -> None:
    """An e-mail that came as HTML, with Welsh in it and a picture to be fetched from elsewhere."""
    told, welsh = story.papers["forwarded"], story.papers["welsh"]
    mail = EmailMessage()
    mail["From"] = "Campaign office <office@example.org>"
    mail["To"] = "Wessmere SPOC <spoc@example.org>"
    mail["Date"] = format_datetime(when)
    mail["Subject"] = "What we received / Yr hyn a gawsom"
    mail["Message-ID"] = f"<{when:%Y%m%d%H%M}.office@example.org>"
    mail.set_content(f"{told}\n\n{welsh}\n")
    tracker = '<img src="https://tracker.example.net/open.gif">'
    mail.add_alternative(f"<html><body><p>{told}</p><p>{welsh}</p>{tracker}</body></html>", subtype="html")
    path.write_bytes(mail.as_bytes())


def chat_export(path: Path, when: datetime, ward: str, story: Story) -> None:
    """A conversation as a phone exports it."""
    told = story.papers["chat"]
    lines = []
    for number in range(36):
        who, words = told[number % len(told)]
        at = when + timedelta(minutes=3 * number)
        lines.append(f"[{at:%d/%m/%Y, %H:%M:%S}] {who}: {words.format(ward=ward)}")
    path.write_text("\n".join(lines) + "\n", "utf-8")


def table_of_posts(path: Path, when: datetime, ward: str) -> None:
    """Posts as a platform's data request answers them, with a cell that a spreadsheet would run."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("time_utc", "account_id", "handle", "text", "url"))
    for number in range(48):
        at = when + timedelta(minutes=7 * number)
        words = '=HYPERLINK("https://example.net")' if number == 11 else f"Stand down, {ward}. {number + 1}."
        url = f"https://social.example/p/{90000 + number}"
        rows.writerow((f"{at:%Y-%m-%dT%H:%M:%SZ}", "7700900471", "unknown_4471", words, url))
    path.write_text(text.getvalue(), "utf-8")


def note_of_call(path: Path, when: datetime, name: str, story: Story) -> None:
    """A note of a telephone call, word for word."""
    told = story.papers["call"].format(name=name, welsh=story.papers["welsh"])
    path.write_text(f"Note of a call, {when:%d %B %Y, %H:%M} GMT\n\n{told.strip()}\n", "utf-8")
