"""A release is signed so that other programs agree, and nothing unfit signs or stamps it."""

import hashlib
import subprocess
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest

from spoc_desk.documents.certificates import read_certificate, trial_certificate
from spoc_desk.documents.signing import check_signature, sign_pack
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.signatures import (
    PKCS12_AT_MOST,
    TRIAL_NAME,
    CertificateFacts,
    SigningRequest,
    check_in_date,
)
from spoc_desk.system.timestamp_server import ask_timestamp_server
from tests.documents import certificate_samples as certificates
from tests.documents import samples, stamp_server
from tests.documents.certificate_samples import NOW, PASSPHRASE
from tests.documents.stamp_server import serving

REASON = "Evidence pack PK/2026/0001 released"


@pytest.fixture
def pack(tmp_path):
    path = tmp_path / "pack.pdf"
    path.write_bytes(samples.pdf())
    return path


def request(pkcs12=None, passphrase=PASSPHRASE):
    return SigningRequest(pkcs12 or certificates.officer_pfx(), passphrase, REASON, NOW)


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_signed_pack_begins_with_the_very_bytes_that_were_released(pack, tmp_path, kind):
    signed = tmp_path / "signed.pdf"
    facts = sign_pack(pack, signed, request(certificates.officer_pfx(kind)))
    assert signed.read_bytes().startswith(pack.read_bytes())
    assert "DC 1234 Jo Sands" in facts.subject
    assert facts.signed_at == NOW
    assert not facts.trial
    assert facts.stamped_at is None


def test_another_program_finds_the_signature_sound_and_over_the_whole_file(pack, tmp_path):
    signed = tmp_path / "signed.pdf"
    sign_pack(pack, signed, request())
    said = subprocess.run(["pdfsig", str(signed)], capture_output=True, text=True, check=False).stdout
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "Jo Sands" in said
    assert "ETSI.CAdES.detached" in said
    assert "SHA-256" in said


def test_the_signature_forbids_every_change(pack, tmp_path):
    signed = tmp_path / "signed.pdf"
    sign_pack(pack, signed, request())
    with pikepdf.open(signed) as pdf:
        reference = pdf.Root.Perms.DocMDP.Reference[0]
        assert reference.TransformMethod == "/DocMDP"
        assert int(reference.TransformParams.P) == 1
        assert str(pdf.Root.Perms.DocMDP.Reason) == REASON


def test_the_digest_inside_is_that_of_the_bytes_it_covers(pack, tmp_path):
    from asn1crypto import cms

    signed = tmp_path / "signed.pdf"
    sign_pack(pack, signed, request())
    content = signed.read_bytes()
    with pikepdf.open(signed) as pdf:
        first, length, second, rest = map(int, pdf.Root.Perms.DocMDP.ByteRange)
    covered = content[first : first + length] + content[second : second + rest]
    hexadecimal = content[first + length + 1 : second - 1]
    told = cms.ContentInfo.load(bytes.fromhex(hexadecimal.decode()))["content"]["signer_infos"][0]
    digest = next(each for each in told["signed_attrs"] if each["type"].native == "message_digest")
    assert digest["values"][0].native == hashlib.sha256(covered).digest()
    assert second + rest == len(content)


def test_a_byte_changed_after_signing_is_found(pack, tmp_path):
    signed = tmp_path / "signed.pdf"
    sign_pack(pack, signed, request())
    content = bytearray(signed.read_bytes())
    content[content.index(b"stream") + 20] ^= 1
    signed.write_bytes(content)
    with pytest.raises(DomainError) as refused:
        check_signature(signed, request(), stamped=False)
    assert refused.value.code == "signing.not_proved"


def test_something_added_after_signing_is_found(pack, tmp_path):
    signed = tmp_path / "signed.pdf"
    sign_pack(pack, signed, request())
    with signed.open("ab") as file:
        file.write(b"\n% one more line\n")
    with pytest.raises(DomainError) as refused:
        check_signature(signed, request(), stamped=False)
    assert refused.value.code == "signing.not_proved"


@pytest.mark.parametrize(
    ("pkcs12", "passphrase", "code"),
    [
        (lambda: b"not a certificate", PASSPHRASE, "signing.not_pkcs12"),
        (lambda: b"\x30\x82\x01\x00" + bytes(256), PASSPHRASE, "signing.not_pkcs12"),
        (lambda: certificates.officer_pfx()[:900], PASSPHRASE, "signing.not_pkcs12"),
        (lambda: b"\x30" * (PKCS12_AT_MOST + 1), PASSPHRASE, "signing.not_pkcs12"),
        (certificates.officer_pfx, "violet tractor", "signing.passphrase_wrong"),
        (certificates.officer_pfx, "", "signing.passphrase_wrong"),
        (certificates.keyless_pfx, PASSPHRASE, "signing.no_private_key"),
        (certificates.weak_pfx, PASSPHRASE, "signing.key_weak"),
        (certificates.edwards_pfx, PASSPHRASE, "signing.key_weak"),
        (certificates.unusable_pfx, PASSPHRASE, "signing.not_for_signing"),
        (certificates.silent_pfx, PASSPHRASE, "signing.not_for_signing"),
    ],
)
def test_an_unfit_certificate_signs_nothing(pack, tmp_path, pkcs12, passphrase, code):
    with pytest.raises(DomainError) as refused:
        sign_pack(pack, tmp_path / "signed.pdf", request(pkcs12(), passphrase))
    assert refused.value.code == code
    assert not (tmp_path / "signed.pdf").exists()


def test_a_file_that_is_no_pdf_is_not_signed(tmp_path):
    (tmp_path / "pack.pdf").write_bytes(b"no pdf at all")
    with pytest.raises(DomainError) as refused:
        sign_pack(tmp_path / "pack.pdf", tmp_path / "signed.pdf", request())
    assert refused.value.code == "signing.failed"
    assert not (tmp_path / "signed.pdf").exists()


def test_a_certificate_serves_only_between_its_days():
    facts = CertificateFacts(**dated(read_certificate(certificates.expired_pfx(), PASSPHRASE)))
    with pytest.raises(DomainError) as refused:
        check_in_date(facts, NOW)
    assert refused.value.code == "signing.expired"
    with pytest.raises(DomainError) as refused:
        check_in_date(facts, NOW - timedelta(days=500))
    assert refused.value.code == "signing.not_yet"


def dated(facts):
    from datetime import datetime

    days = {name: datetime.fromisoformat(facts[name]) for name in ("valid_from", "valid_to")}
    return facts | days


def test_a_trial_certificate_says_in_its_name_that_it_proves_nothing(pack, tmp_path):
    pkcs12 = trial_certificate("Wessmere Constabulary", PASSPHRASE, NOW)
    told = read_certificate(pkcs12, PASSPHRASE)
    assert told["trial"]
    assert TRIAL_NAME in told["subject"]
    assert "Wessmere Constabulary" in told["subject"]
    assert told["subject"] == told["issuer"]
    assert dated(told)["valid_to"] == NOW + timedelta(days=90)
    assert sign_pack(pack, tmp_path / "signed.pdf", request(pkcs12)).trial


def test_a_time_stamp_is_asked_for_once_and_kept_in_the_signature(pack, tmp_path):
    with serving(stamp_server.honest) as (address, asked):
        stamped = sign_pack(
            pack, tmp_path / "signed.pdf", request(), lambda query: ask_timestamp_server(address, query)
        )
    assert len(asked) == 1
    assert stamped.stamped_at == NOW
    assert "Wessmere Time" in stamped.stamped_by


def test_what_a_time_stamp_server_is_sent_is_a_hash_and_a_number(pack, tmp_path):
    with serving(stamp_server.honest) as (address, asked):
        sign_pack(
            pack, tmp_path / "signed.pdf", request(), lambda query: ask_timestamp_server(address, query)
        )
    from asn1crypto import tsp

    told = tsp.TimeStampReq.load(asked[0]).native
    assert {name for name, value in told.items() if value is not None} == {
        "version", "message_imprint", "nonce", "cert_req",
    }  # fmt: skip
    assert len(asked[0]) < 100


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (stamp_server.wrong_imprint, "signing.stamp_wrong"),
        (stamp_server.wrong_nonce, "signing.stamp_wrong"),
        (stamp_server.no_nonce, "signing.stamp_wrong"),
        (stamp_server.broken_signature, "signing.stamp_wrong"),
        (stamp_server.hours_out, "signing.stamp_time_differs"),
        (stamp_server.refusing, "signing.stamp_refused"),
        (lambda _request: b"", "signing.stamp_wrong"),
        (lambda _request: b"\x30\x80" * 4000, "signing.stamp_wrong"),
        (lambda _request: bytes(60_000), "signing.stamp_wrong"),
    ],
)
def test_a_time_stamp_server_that_lies_is_not_believed(pack, tmp_path, answer, code):
    with pytest.raises(DomainError) as refused:
        sign_pack(pack, tmp_path / "signed.pdf", request(), answer)
    assert refused.value.code == code
    assert not (tmp_path / "signed.pdf").exists()


def test_signing_twice_differs_only_in_what_the_signature_adds(pack, tmp_path):
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
    assert sign_pack(pack, first, request()) == sign_pack(pack, second, replace(request()))
    length = len(pack.read_bytes())
    assert first.read_bytes()[:length] == second.read_bytes()[:length]
    assert BytesIO(first.read_bytes()).getbuffer().nbytes == second.stat().st_size
