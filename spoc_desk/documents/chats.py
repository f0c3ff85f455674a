"""What a chat export says, as messages: nothing re-interpreted, nothing left out, else it is no chat."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_MARKS = "\u200e\u200f\ufeff"
_DATE = r"(?P<day>\d{1,4}[./-]\d{1,2}[./-]\d{2,4})"
_TIME = r"(?P<time>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[ \u202f\xa0]?[AaPp]\.?[Mm]\.?)?)"
_FORMS = (
    re.compile(rf"[{_MARKS}]*\[{_DATE},[ \u202f\xa0]{_TIME}\] (?P<rest>.*)", re.DOTALL),
    re.compile(rf"[{_MARKS}]*{_DATE},[ \u202f\xa0]{_TIME} - (?P<rest>.*)", re.DOTALL),
)
# What WhatsApp itself says of somebody; a colon further on is no sender's.
_SAYS = re.compile(
    r"\b(added|removed|left|joined|created|changed|deleted|pinned|turned|blocked|unblocked|security code|"
    r"end-to-end|invited|is now|are now)\b|[\"“”]"
)
_SENDER_AT_MOST = 80
_DAY_IN = re.compile(r"\s*(?P<day>\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})(?:T|,?\s+)(?P<time>\S.*)")


@dataclass(frozen=True, slots=True)
class Message:
    """One message. Day and time exactly as the file has them. `sender` is empty when the app itself speaks.

    further: what else the file says of it, as name and words.
    """

    day: str
    time: str
    sender: str
    text: str
    further: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation. `app` names what wrote the file, `about` what it says before the first message."""

    app: str
    messages: tuple[Message, ...]
    about: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def read_whatsapp(words: str) -> Chat | None:
    """WhatsApp's text export, of a telephone of either kind; None when it is not one for certain."""
    first = words.lstrip("\r\n")
    form = next((each for each in _FORMS if each.match(first.partition("\n")[0])), None)
    if form is None:
        return None
    gathered: list[tuple[str, str, list[str]]] = []
    for line in words.replace("\r\n", "\n").split("\n"):
        found = form.match(line)
        if found:
            gathered.append((found["day"], found["time"], [found["rest"]]))
        elif gathered:
            gathered[-1][2].append(line)
    messages = tuple(_message(day, time, "\n".join(lines)) for day, time, lines in gathered)
    if len(messages) < 2 or not any(each.sender for each in messages):
        return None
    order = day_order([each.day for each in messages])
    if order is None:
        return None
    notes = [order] if order else []
    hidden = sum(words.count(mark) for mark in _MARKS)
    if hidden:
        notes.append(f"{hidden} invisible marks that the app itself writes are not shown.")
    return Chat("WhatsApp", messages, (), (*notes, NO_ZONE))


NO_ZONE = "Times are as in the file, which does not say of which time zone they are."


def day_order(days: Sequence[str]) -> str | None:
    """What must be said of the order of day and month; None when the dates contradict each other."""
    first = second = False
    for day in days:
        numbers = [int(each) for each in re.findall(r"\d+", day)]
        if len(numbers) < 3 or numbers[0] > 31:
            continue
        first, second = first or numbers[0] > 12, second or numbers[1] > 12
    numeric = any(re.match(r"\d{1,2}[./-]", day) for day in days)
    if first and second:
        return None
    if first or second or not numeric:
        return ""
    return "Whether day or month stands first in its dates cannot be told; they are printed as in the file."


def parted(moment: str) -> tuple[str, str]:
    """(day, time) of a moment in words where they can be told apart, else ("", all of it)."""
    found = _DAY_IN.fullmatch(moment)
    return (found["day"], found["time"].strip()) if found else ("", moment.strip())


def _message(day: str, time: str, rest: str) -> Message:
    rest = "\n".join(line.strip(_MARKS) for line in rest.split("\n")).rstrip("\n")
    for mark in _MARKS:
        rest = rest.replace(mark, "")
    sender, colon, text = rest.partition(": ")
    if not colon:
        sender, colon, text = rest.partition(":\n")
    if not colon and rest.endswith(":"):
        sender, colon, text = rest[:-1], ":", ""
    spoken = colon and "\n" not in sender and len(sender) <= _SENDER_AT_MOST and not _SAYS.search(sender)
    return Message(day, time, sender, text) if spoken else Message(day, time, "", rest)


_NAMES = {
    "sender": "sender from author user username sendername fromname handle screenname senderusername",
    "text": "text message body content msg messagetext messagebody comment tweet post fulltext",
    "moment": "timestamp datetime date time createdat sentat sent created timestampms datesent senttime",
}
_ROLE_OF = {name: role for role, names in _NAMES.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class Roles:
    """Which fields hold sender, words and moment; the moment may be a day and a time apart."""

    sender: str
    text: str
    moment: tuple[str, ...]


def roles_of(names: Iterable[str]) -> Roles | None:
    """The fields' roles by their names; None unless each role is found, sender and words once."""
    found: dict[str, list[str]] = {"sender": [], "text": [], "moment": []}
    for name in names:
        role = _ROLE_OF.get(re.sub(r"[^a-z]", "", name.lower()))
        if role:
            found[role].append(name)
    senders = [each for each in found["sender"] if each.lower() != "user"] or found["sender"]
    moments = sorted(found["moment"], key=lambda name: "date" not in name.lower())
    if len(senders) != 1 or len(found["text"]) != 1 or not 0 < len(moments) <= 2:
        return None
    if len(moments) == 2 and {re.sub(r"[^a-z]", "", each.lower()) for each in moments} != {"date", "time"}:
        return None
    return Roles(senders[0], found["text"][0], tuple(moments))


def message_of(fields: Sequence[tuple[str, str]], roles: Roles) -> Message:
    """One message of the fields of a record; those without a role are kept as what else is said."""
    held = dict(fields)
    day, time = (
        parted(held.get(roles.moment[0], ""))
        if len(roles.moment) == 1
        else (held.get(roles.moment[0], ""), held.get(roles.moment[1], ""))
    )
    used = {roles.sender, roles.text, *roles.moment}
    further = tuple((name, words) for name, words in fields if name not in used and words.strip())
    return Message(day, time, held.get(roles.sender, ""), held.get(roles.text, ""), further)
