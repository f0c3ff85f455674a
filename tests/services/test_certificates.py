"""One certificate at a time, proved before it is kept, and gone for good when it is removed."""

import base64

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.signatures import SigningCertificate
from spoc_desk.services.certificates import (
    AddCertificate,
    add_certificate,
    make_trial_certificate,
    remove_certificate,
    set_timestamp_server,
    signing_facts,
)
from tests.documents import certificate_samples
from tests.documents.certificate_samples import PASSPHRASE
from tests.services.releasing import release_office, with_certificate


@pytest.fixture
def office(desk, tmp_path):
    return release_office(desk, tmp_path)


def refused(verb, *arguments):
    with pytest.raises(DomainError) as refusal:
        verb(*arguments)
    return refusal.value.code


def test_a_certificate_is_kept_with_what_it_says_and_without_its_passphrase(office):
    with_certificate(office)
    kept = signing_facts(office).certificate
    assert "Jo Sands" in kept.subject
    assert "Wessmere Evidence CA" in kept.issuer
    assert kept.key == "RSA 2048"
    assert not kept.trial
    assert base64.b64decode(kept.pkcs12) == certificate_samples.officer_pfx()
    assert kept.pkcs12 not in repr(kept)
    assert PASSPHRASE not in repr(AddCertificate(b"", PASSPHRASE))
    change = office.queries.recent_changes(1)[0]
    assert (change["event"], change["verb"], change["trial"]) == ("CertificateAdded", "key", False)


def test_there_is_one_certificate_at_a_time(office):
    with_certificate(office)
    again = AddCertificate(certificate_samples.officer_pfx("ec"), PASSPHRASE)
    assert refused(add_certificate, again, office) == "signing.certificate_there"
    assert refused(make_trial_certificate, PASSPHRASE, office) == "signing.certificate_there"


@pytest.mark.parametrize(
    ("pkcs12", "code"),
    [
        (certificate_samples.expired_pfx, "signing.expired"),
        (certificate_samples.unusable_pfx, "signing.not_for_signing"),
        (lambda: b"\x00" * 10_000_000, "signing.not_pkcs12"),
    ],
)
def test_what_could_not_sign_is_not_kept(office, pkcs12, code):
    assert refused(add_certificate, AddCertificate(pkcs12(), PASSPHRASE), office) == code
    assert signing_facts(office).certificate is None


def test_a_removed_certificate_leaves_its_name_and_takes_its_key(office):
    with_certificate(office)
    remove_certificate(office)
    assert signing_facts(office).certificate is None
    with office.queries.snapshot() as reader:
        (gone,) = reader.find(SigningCertificate)
    assert gone.pkcs12 == ""
    assert gone.removed_at == office.clock.now()
    assert "Jo Sands" in gone.subject
    assert refused(remove_certificate, office) == "signing.no_certificate"
    with_certificate(office)


def test_a_trial_certificate_names_the_force_and_asks_for_a_fair_passphrase(office):
    with office.unit_of_work() as work:
        from spoc_desk.domain.changes import SettingChanged

        work.set_setting("force_name", "Wessmere Constabulary")
        work.record(SettingChanged(name="force_name"))
    assert refused(make_trial_certificate, "short", office) == "packs.password_short"
    make_trial_certificate(PASSPHRASE, office)
    kept = signing_facts(office).certificate
    assert kept.trial
    assert "Wessmere Constabulary" in kept.subject


def test_the_time_stamp_server_is_off_until_one_is_entered_and_off_again(office):
    assert signing_facts(office).server == ""
    set_timestamp_server("https://tsa.example.org/tsr", office)
    assert signing_facts(office).server == "https://tsa.example.org/tsr"
    change = office.queries.recent_changes(1)[0]
    assert "tsa.example.org" not in str(change)
    set_timestamp_server("", office)
    assert signing_facts(office).server == ""
    assert refused(set_timestamp_server, "tsa.example.org", office) == "signing.stamp_address"
