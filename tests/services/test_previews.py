"""A preview is asked of the child process, is on the audit trail, and never harms the exhibit."""

from dataclasses import replace

import pytest

from spoc_desk.documents.child_modules import CHILD_MODULES
from spoc_desk.domain.changes import RecordConsulted
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.incidents import Mode
from spoc_desk.services.casefiles import OpenCasefile, open_casefile
from spoc_desk.services.exhibits import AddExhibit, add_exhibit
from spoc_desk.services.incidents import ReportIncident, report_incident
from spoc_desk.services.previews import BYTES_AT_MOST, LOOKER, CarriedFile, PreviewWarning, preview_exhibit
from spoc_desk.system.child import Child
from tests.fakes.desk import make_desk

SEEN = {
    "kind": "mail",
    "media_type": "message/rfc822",
    "text": "Subject: hello",
    "pages": [b"png"],
    "page_count": 1,
    "badges": [["remote", "2 remote pictures were not fetched."]],
    "carried": [["a.pdf", 9, "application/pdf", "ab"]],
}


class Looker:
    """Answers as the child process does, or refuses."""

    def __init__(self, refusal: DomainError | None = None) -> None:
        self.refusal, self.asked = refusal, []

    def call(self, function, arguments, timeout=30.0):
        self.asked.append((function, arguments))
        if self.refusal:
            raise self.refusal
        return SEEN


def desk_with(looker: Looker, tmp_path):
    desk = replace(make_desk(), parser=looker)
    now = desk.clock.now()
    report_incident(
        ReportIncident("Threats", "54/1", now, now, "threat_other", Mode.ONLINE, "By e-mail."), desk
    )
    open_casefile(OpenCasefile("Threats to a candidate", (1,)), desk)
    mail = tmp_path / "threat.eml"
    mail.write_bytes(b"Subject: hello\n\n" + b"x" * 100)
    add_exhibit(AddExhibit(1, mail, "The e-mail"), desk)
    return desk


def test_the_child_process_is_handed_the_sealed_bytes_and_its_answer_comes_back_frozen(tmp_path):
    looker = Looker()
    seen = preview_exhibit(1, desk_with(looker, tmp_path))
    function, arguments = looker.asked[0]
    assert (function, arguments["filename"], arguments["content"][:8]) == (LOOKER, "threat.eml", b"Subject:")
    assert arguments["size"] == len(arguments["content"]) < BYTES_AT_MOST
    assert (seen.kind, seen.pages, seen.exhibit_id) == ("mail", (b"png",), 1)
    assert seen.warnings == (PreviewWarning("remote", "2 remote pictures were not fetched."),)
    assert seen.carried == (CarriedFile("a.pdf", 9, "application/pdf", "ab"),)


def test_looking_at_an_exhibit_is_on_the_audit_trail_even_when_there_is_nothing_to_see(tmp_path):
    desk = desk_with(Looker(DomainError("preview.unavailable", reason="it is damaged")), tmp_path)
    with pytest.raises(DomainError, match=r"preview\.unavailable"):
        preview_exhibit(1, desk)
    newest = desk.queries.recent_changes(1)[0]
    assert newest["event"] == RecordConsulted.__name__


def test_the_real_child_process_reads_the_words_and_names_what_it_found(tmp_path):
    with Child(CHILD_MODULES) as child:
        desk = replace(desk_with(Looker(), tmp_path), parser=child)
        seen = preview_exhibit(1, desk)
    assert (seen.kind, seen.media_type) == ("mail", "message/rfc822")
    assert "Subject: hello" in seen.text


def test_only_the_beginning_of_a_very_large_exhibit_is_handed_over(tmp_path, monkeypatch):
    monkeypatch.setattr("spoc_desk.services.previews.BYTES_AT_MOST", 10)
    looker = Looker()
    preview_exhibit(1, desk_with(looker, tmp_path))
    _, arguments = looker.asked[0]
    assert (len(arguments["content"]), arguments["size"]) == (10, 116)
