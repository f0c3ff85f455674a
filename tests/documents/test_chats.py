"""Chat exports as conversations: who said what when, and not a word of the file lost."""

import json
import re
from pathlib import Path

import pypdfium2
import pytest

from spoc_desk.documents.chat_records import read_csv_chat, read_json_chat
from spoc_desk.documents.chats import day_order, read_whatsapp
from spoc_desk.documents.sheets import read_csv
from spoc_desk.system.child import Child
from tests.documents.test_normalise import converted

ANDROID = """16/11/2026, 09:00 - Messages and calls are end-to-end encrypted.
16/11/2026, 09:01 - Anon: I know where you live 😡
and the second line
16/11/2026, 09:02 - Dilys Roe: <Media omitted>
17/11/2026, 21:03 - Anon: IMG-20261117-WA0003.jpg (file attached)
17/11/2026, 21:04 - Anon: سوف تندم على هذا
17/11/2026, 21:05 - Dilys Roe: Time: 10:30, place: the hall
"""
IOS = """\ufeff[05/11/2026, 09:00:01] Ward talk: \u200eDilys created this group
\u200e[05/11/2026, 09:00:33] Anon: \u200e<attached: 00000012-PHOTO-2026-11-05.jpg>
[05/11/2026, 09:01:33] ~ Enid: fine
"""


def shown(folder: Path) -> str:
    with pypdfium2.PdfDocument(folder / "part.pdf") as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.replace("\u200e", "")))


def test_an_android_export_is_read_message_by_message() -> None:
    chat = read_whatsapp(ANDROID)
    assert chat is not None
    assert [each.sender for each in chat.messages] == ["", "Anon", "Dilys Roe", "Anon", "Anon", "Dilys Roe"]
    assert chat.messages[1].text == "I know where you live 😡\nand the second line"
    assert (chat.messages[3].day, chat.messages[3].time) == ("17/11/2026", "21:03")
    assert chat.messages[5].text == "Time: 10:30, place: the hall"
    assert not any("day or month" in note for note in chat.notes)


def test_an_iphone_export_is_read_and_its_invisible_marks_are_counted() -> None:
    chat = read_whatsapp(IOS)
    assert chat is not None
    assert chat.messages[1].text == "<attached: 00000012-PHOTO-2026-11-05.jpg>"
    assert chat.messages[2].sender == "~ Enid"
    assert any("4 invisible marks" in note for note in chat.notes)
    assert any("day or month" in note for note in chat.notes)


def test_an_american_export_keeps_its_dates_as_they_are() -> None:
    chat = read_whatsapp("11/16/26, 9:05\u202fPM - Anon: one\n11/17/26, 9:06\u202fPM - Anon: two\n")
    assert chat is not None
    assert (chat.messages[0].day, chat.messages[0].time) == ("11/16/26", "9:05\u202fPM")
    assert not any("day or month" in note for note in chat.notes)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (["16/11/2026", "02/03/2026"], True),
        (["11/16/26"], True),
        (["05/11/2026"], False),
        (["2026-11-05"], True),
    ],
)
def test_the_order_of_day_and_month_is_only_said_to_be_unclear_when_it_is(
    days: list[str], told: bool
) -> None:
    assert (day_order(days) == "") is told


@pytest.mark.parametrize(
    "words",
    [
        "16/11/2026, 09:00 - Anon: a\n11/16/2026, 09:00 - Anon: b\n",
        "Notes of a meeting\n16/11/2026, 09:00 - Anon: a\n16/11/2026, 09:01 - Anon: b\n",
        "16/11/2026, 09:00 - Anon: only one\n",
        "2026-11-16 09:00:01 INFO started: yes\n2026-11-16 09:00:02 INFO stopped: yes\n",
        "",
    ],
)
def test_what_is_not_a_chat_for_certain_is_not_taken_for_one(words: str) -> None:
    assert read_whatsapp(words) is None


@pytest.mark.parametrize(("name", "words"), [("chat.txt", ANDROID), ("_chat.txt", IOS)])
def test_no_word_of_a_whatsapp_export_is_lost_on_paper(
    tmp_path: Path, child: Child, fonts: Path, name: str, words: str
) -> None:
    part, _ = converted(tmp_path, child, fonts, name, words.encode())
    assert part.rendition.how == "chat, printed as a conversation"
    text = shown(tmp_path)
    assert words_of(words) <= words_of(text)
    assert "😡" in text or name == "_chat.txt"


def test_a_message_longer_than_a_page_goes_on_and_says_of_which_day(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    wanted = [f"word{number}" for number in range(3000)]
    words = f"16/11/2026, 09:00 - Anon: {' '.join(wanted)}\n16/11/2026, 09:01 - Dilys: end\n"
    part, _ = converted(tmp_path, child, fonts, "chat.txt", words.encode())
    text = shown(tmp_path)
    assert part.pages > 2
    assert [word for word in text.split() if word.startswith("word")] == wanted
    assert text.count("16/11/2026, continued") == part.pages - 1


TELEGRAM = {
    "name": "Anon",
    "type": "personal_chat",
    "id": 4412,
    "messages": [
        {
            "id": 1,
            "type": "message",
            "date": "2026-11-16T09:00:00",
            "date_unixtime": "1794819600",
            "from": "Anon",
            "from_id": "user77",
            "text": [
                "see ",
                {"type": "text_link", "text": "this", "href": "https://example.org/threat"},
                " or else 🔪",
            ],
            "photo": "photos/photo_1.jpg",
            "reactions": [{"type": "emoji", "count": 2, "emoji": "😡"}],
        },
        {"id": 2, "type": "message", "date": "2026-11-16T09:01:00", "from": "Dilys", "text": "Who are you?"},
        {
            "id": 3,
            "type": "service",
            "date": "2026-11-17T10:00:00",
            "actor": "Anon",
            "action": "phone_call",
            "text": "",
        },
    ],
}


def test_a_telegram_export_is_printed_with_everything_it_says(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    words = json.dumps(TELEGRAM, ensure_ascii=False, indent=1)
    part, _ = converted(tmp_path, child, fonts, "result.json", words.encode())
    text = shown(tmp_path)
    assert part.rendition.how == "chat, printed as a conversation"
    for said in ("see this <https://example.org/threat> or else 🔪", "Who are you?", "phone_call", "user77"):
        assert said in text.replace("\r\n", " ")
    for said in ("1794819600", "photos/photo_1.jpg", "😡", "2026-11-17", "10:00:00", "4412"):
        assert said in text


def test_every_chat_of_a_whole_telegram_export_is_read() -> None:
    chat = read_json_chat(json.dumps({"about": "x", "chats": {"list": [TELEGRAM, TELEGRAM]}}))
    assert chat is not None
    assert sum(each.text == "Who are you?" for each in chat.messages) == 2
    assert sum("4412" in each.text for each in chat.messages) == 2


def test_records_are_a_chat_when_their_names_say_so() -> None:
    records = [
        {"Sender Name": "Anon", "timestamp_ms": 1794819600123, "content": f"line {n}", "likes": 1.50}
        for n in range(3)
    ]
    chat = read_json_chat(json.dumps({"participants": ["Anon", "Dilys"], "messages": records}))
    assert chat is not None
    assert chat.messages[2].text == "line 2"
    assert chat.messages[0].time == "1794819600123"
    assert chat.messages[0].further == (("likes", "1.5"),)
    assert ("participants.1", "Dilys") in chat.about


@pytest.mark.parametrize(
    "words",
    [
        '[{"sender": "a", "text": "b"}, {"sender": "a", "text": "c"}]',
        '{"a": 1, "a": 2}',
        '[{"sender":"a","time":"1","text":"x","text":"y"},{"sender":"a","time":"1","text":"z"}]',
        '[{"sender":"a","time":"1","text":{"x":1}},{"sender":"a","time":"1","text":"z"}]',
        '{"not": "json"',
        "[" * 100_000,
    ],
)
def test_other_json_is_not_taken_for_a_chat(words: str) -> None:
    assert read_json_chat(words) is None


def test_json_that_is_no_chat_is_printed_by_lines(tmp_path: Path, child: Child, fonts: Path) -> None:
    part, text = converted(tmp_path, child, fonts, "x.json", b'{\n "setting": "value"\n}')
    assert part.rendition.how == "text rendition"
    assert '"setting": "value"' in text


def test_a_table_of_messages_is_a_chat_and_keeps_its_other_columns(
    tmp_path: Path, child: Child, fonts: Path
) -> None:
    rows = (
        'Sender,Date,Time,Message,Likes\nAnon,16/11/2026,09:00,"I see, you",3\nDilys,16/11/2026,09:01,Who?,\n'
    )
    rows += "Anon,17/11/2026,09:02,Guess,44\n"
    part, text = converted(tmp_path, child, fonts, "dm.csv", rows.encode())
    assert part.rendition.how == "chat, printed as a conversation"
    assert words_of(rows.split("\n", 1)[1]) <= words_of(text)
    assert text.index("16/11/2026") < text.index("Who?") < text.index("17/11/2026") < text.index("Guess")


@pytest.mark.parametrize(
    "head",
    [
        "Date,Number,Words,More",
        "Sender,Time,Text,Message",
        "Sender,From,Time,Text",
        "Name,Date,Message,x",
        "Sender,Time,Text,a,b,c,d,e",
    ],
)
def test_a_table_that_does_not_say_so_is_no_chat(head: str) -> None:
    row = ",".join("abcdefgh"[: head.count(",") + 1])
    table = read_csv(f"{head}\n{row}\n{row}\n{row}\n")
    assert table is not None
    assert read_csv_chat(table[0]) is None
