"""What a telephone number, an address or a crime reference looks like in a sentence.

All patterns run over a skeleton (see disclosure_text): small letters, plain
digits, plain spaces. They lean towards finding too much: a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spoc_desk.domain.disclosure_text import Skeleton

Check = Callable[[Skeleton, "re.Match[str]"], bool]

_TLD = "com|org|net|uk|co|info|app|social|eu|ie|tv|gg|online|site|xyz|wales|cymru|scot|london|gov|club|link"
_SHORTENERS = r"t\.me|bit\.ly|youtu\.be|wa\.me|fb\.me|fb\.watch|lnkd\.in|discord\.gg|is\.gd|x\.com"
_DIGIT_WORDS = "zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|treble|triple"
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_SURE_STREETS = "street|road|lane|avenue|crescent|terrace|gardens|grove|mews|boulevard|cottages"
_LIKELY_STREETS = (
    "st|rd|ln|ave|cres|tce|gdns|dr|cl|ct|sq|pl|drive|close|court|way|place|square|row|walk|rise|view|park|green"
    "|parade|hill|quay|wharf|fold|gate|end|croft|meadows?|villas|buildings|house"
)
_NOT_A_STREET = (
    "people|persons?|men|man|women|woman|officers?|of|in|the|an|at|to|from|by|and|or|for|with|near|on|were|was"
    "|are|is|have|has|had|incidents?|reports?|cars?|vehicles?|posters?|leaflets?|arrests?|days?|weeks?|months?"
    "|hours?|minutes?|years?|candidates?|councillors?|times|took|more|other|that|who"
)
_OLD_YEAR = r"(?:19\d\d|200\d|201[0-2])"
_DAY = r"[0-3]?\d(?:st|nd|rd|th)?"
_ANY_DATE = (
    rf"(?:{_DAY}(?:\s+of)?[\s./-]+(?:[01]?\d|{_MONTHS})[\s.,/-]+\d{{2,4}}|(?:{_MONTHS})\s+{_DAY},?\s+\d{{4}}"
    r"|\d{4}-\d\d-\d\d|(?:19|20)\d\d)"
)
_START, _STOP = "(?<![a-z0-9])", "(?![a-z0-9])"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One kind of thing to look for, and what else must be true of a hit."""

    kind: str
    expression: re.Pattern[str]
    check: Check | None = None

    def spans(self, text: Skeleton) -> Iterator[tuple[int, int]]:
        """Where in the skeleton it stands."""
        for hit in self.expression.finditer(text.text):
            if self.check is None or self.check(text, hit):
                yield hit.span()


def _street_looks_named(text: Skeleton, hit: re.Match[str]) -> bool:
    return text.capital_at(hit.start("ending")) or text.capital_at(hit.start("last"))


def _written_in_capitals(text: Skeleton, hit: re.Match[str]) -> bool:
    start, end = text.span(*hit.span())
    return text.original[start:end].isupper()


def _zero_or_capitals(text: Skeleton, hit: re.Match[str]) -> bool:
    return not hit["inward"].startswith("o") or _written_in_capitals(text, hit)


def _name_has_capital(text: Skeleton, hit: re.Match[str]) -> bool:
    return text.capital_at(hit.start("name"))


def _pattern(kind: str, expression: str, check: Check | None = None) -> Pattern:
    return Pattern(kind, re.compile(expression), check)


_NUMBERED = rf"{_START}(?:(?:flat|apartment|apt|unit)\s*)?\d{{1,4}}[a-z]?(?:\s?-\s?\d{{1,4}}[a-z]?)?,?\s+"
_STREET_WORD = rf"(?!(?:{_NOT_A_STREET}){_STOP})[a-z][\w'.-]*,?\s+"

PATTERNS = (
    _pattern("email", r"[a-z0-9._%+'-]+\s?@\s?[a-z0-9-]+(?:\.[a-z0-9-]+)+"),
    _pattern(
        "email",
        r"[a-z0-9._%+-]+\s*(?:[\[({]\s*at\s*[\])}]|\s(?:at|@)\s)\s*[a-z0-9-]+"
        rf"(?:\s*(?:[\[({{]\s*(?:dot|\.)\s*[\])}}]|\sdot\s|\.)\s*[a-z0-9-]+)*"
        rf"\s*(?:[\[({{]\s*(?:dot|\.)\s*[\])}}]|\sdot\s|(?<!\s)\.)\s*(?:{_TLD}){_STOP}",
    ),
    _pattern("url", rf"{_START}(?:[a-z]{{2,10}}://|www\.)\S+"),
    _pattern(
        "url",
        rf"(?<![\w@.])(?:[a-z0-9-]+(?:\.|\s?\[\s?(?:\.|dot)\s?\]\s?|\s?\(\s?(?:\.|dot)\s?\)\s?))+"
        rf"(?:{_TLD})(?![\w-])(?:[/?#]\S*)?",
    ),
    _pattern("url", rf"{_START}(?:{_SHORTENERS})/\S+"),
    _pattern("handle", r"(?<![\w.])@[a-z0-9_][\w.-]*\w(?:@[\w.-]*\w)?"),
    _pattern("handle", r"(?<![\w/])/?u/[\w-]{3,}"),
    _pattern(
        "phone",
        rf"{_START}\(?[0o](?![\do]?[./-]\d{{1,2}}[./-]\d{{2}})(?:[\s().\-/]{{0,2}}[\do]){{9,10}}{_STOP}",
    ),
    _pattern("phone", rf"(?<![a-z0-9])(?:\+|00)?\s?44(?:[\s().\-]{{0,3}}[\do]){{9,12}}{_STOP}"),
    _pattern("phone", rf"(?:\+|{_START}00)\s?\d(?:[\s().\-]{{0,2}}\d){{7,14}}{_STOP}"),
    _pattern("phone", rf"{_START}7\d{{3}}[\s.-]?\d{{3}}[\s.-]?\d{{3}}{_STOP}"),
    _pattern("phone", rf"{_START}(?:(?:{_DIGIT_WORDS})[\s,-]+){{6,}}(?:{_DIGIT_WORDS}){_STOP}"),
    _pattern(
        "postcode",
        rf"{_START}(?:gir\s?0aa|[a-z]{{1,2}}\d[a-z\d]?\s{{0,3}}(?P<inward>[\do][a-z]{{2}})){_STOP}",
        lambda text, hit: hit["inward"] is None or _zero_or_capitals(text, hit),
    ),
    _pattern("address", f"{_NUMBERED}(?:{_STREET_WORD}){{1,4}}(?:{_SURE_STREETS}){_STOP}"),
    _pattern(
        "address",
        f"{_NUMBERED}(?:{_STREET_WORD}){{0,3}}(?P<last>{_STREET_WORD})(?P<ending>{_LIKELY_STREETS}){_STOP}",
        _street_looks_named,
    ),
    _pattern(
        "address", rf"{_START}\d{{1,4}}[a-z]?,?\s+(?:heol|ffordd|stryd|maes|lon|clos|rhodfa|cilgant)\s+[a-z]+"
    ),
    _pattern("address", rf"{_START}(?:flat|apartment|apt|po box|p\.o\. box)\s+\d+[a-z]?{_STOP}"),
    _pattern(
        "date_of_birth",
        rf"{_START}(?:d\.?o\.?b\.?|date of birth|birth ?date|born)\W{{0,4}}(?:on |in )?{_ANY_DATE}{_STOP}",
    ),
    _pattern("date_of_birth", rf"{_START}{_DAY}[./-][01]?\d[./-](?:{_OLD_YEAR}|3[1-9]|[4-9]\d){_STOP}"),
    _pattern("date_of_birth", rf"{_START}{_DAY}(?:\s+of)?\s+(?:{_MONTHS})\.?,?\s+{_OLD_YEAR}{_STOP}"),
    _pattern("date_of_birth", rf"{_START}(?:{_MONTHS})\s+{_DAY},?\s+{_OLD_YEAR}{_STOP}"),
    _pattern("date_of_birth", rf"{_START}{_OLD_YEAR}-[01]\d-[0-3]\d{_STOP}"),
    _pattern("crime_reference", r"(?<![\w/])(?:[a-z]{1,5}[/-])?\d{1,3}[a-z]{0,3}/\d{3,7}/\d{2,4}(?![\w/])"),
    _pattern("crime_reference", r"(?<![\w/])[a-z]{1,5}[/-]\d{2,4}[/-]\d{3,8}(?![\w/])"),
    _pattern("crime_reference", r"(?<![\w/])\d{5,8}[/-]\d{2,6}(?![\w/])"),
    _pattern(
        "crime_reference",
        rf"{_START}(?:\d{{9,14}}|\d{{2}}[a-z]{{1,2}}\d{{5,9}}|[a-z]{{2,4}}\d{{6,12}}){_STOP}",
    ),
    _pattern(
        "crime_reference",
        rf"{_START}(?:crime|cad|log|occurrence|niche|athena|storm|urn|(?:incident|exhibit|our|your)\s+(?=ref|no|num))"
        r"\s*(?:ref(?:erence)?|numbers?|no|num)?\.?\s*[:#]?\s*(?=[\w/-]*\d)[\w/-]{3,}",
    ),
    _pattern("vehicle_registration", rf"{_START}[a-z]{{2}}\d{{2}}\s?[a-z]{{3}}{_STOP}", _written_in_capitals),
    _pattern("national_insurance", rf"{_START}[a-z]{{2}}\s?\d{{2}}\s?\d{{2}}\s?\d{{2}}\s?[a-d]{_STOP}"),
    _pattern("ip_address", rf"{_START}(?:\d{{1,3}}\.){{3}}\d{{1,3}}{_STOP}"),
    _pattern(
        "titled_name",
        f"{_START}(?:mr|mrs|ms|miss|mx|dr|cllr|councillor|sir|dame|lord|lady|baroness|rev|reverend|prof|professor"
        r"|pc|dc|ds|di|dci|pcso|insp|inspector|sgt|sergeant)\.?\s+"
        "(?P<name>(?!mayor|lieutenant|chancell|chief|justice)[a-z][a-z'-]+)",
        _name_has_capital,
    ),
)
