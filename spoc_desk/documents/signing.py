"""Signs a finished pack (PAdES B-B, or B-T with a time-stamp) into a new file, and proves the signature."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tzlocal
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import NonexistentAttributeError, SigningError, find_unique_cms_attribute
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from spoc_desk.documents.certificates import load, read_certificate
from spoc_desk.documents.time_stamps import Ask, CarefulStamper
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.signatures import SignatureFacts, SigningRequest

FIELD = "Release"
# pyHanko, which alone uses it, asks for the machine's zone; one that has no name stopped a release.
tzlocal.get_localzone = lambda: ZoneInfo("UTC")
_STAMPED_ROOM = 128 * 1024
"""Hexadecimal digits kept free for a signature with its token: a server is asked once, not twice."""


class _DatedSigner(signers.PdfSigner):
    """Claims the moment it is given instead of reading the machine's clock."""

    at: datetime

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> Any:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


def sign_pack(
    source: Path, target: Path, request: SigningRequest, ask: Ask | None = None, host: str = ""
) -> SignatureFacts:
    """Write `source`, certified against every change, to `target`; `source` stays as it is.

    The signature is an invisible field; the pages are untouched and the file
    begins with the very bytes of `source`. ask: how a time-stamp is had, when
    one is wanted, and host: from which server. Raises DomainError of the subject
    signing; then `target` is gone.
    """
    load(request.pkcs12, request.passphrase)
    stamper = CarefulStamper(ask, request.at, host) if ask is not None else None
    try:
        _sign(source, target, request, stamper)
        return check_signature(target, request, stamped=stamper is not None)
    except (SigningError, PdfError, ValueError) as fault:
        target.unlink(missing_ok=True)
        raise DomainError("signing.failed", kind=type(fault).__name__) from fault
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _sign(source: Path, target: Path, request: SigningRequest, stamper: CarefulStamper | None) -> None:
    signer = signers.SimpleSigner.load_pkcs12_data(request.pkcs12, (), request.passphrase.encode())
    terms = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=request.reason,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
    )
    dated = _DatedSigner(terms, signer=signer, timestamper=stamper)
    dated.at = request.at
    with source.open("rb") as reads, target.open("x+b") as writes:
        dated.sign_pdf(
            IncrementalPdfFileWriter(reads),
            output=writes,
            bytes_reserved=_STAMPED_ROOM if stamper is not None else None,
        )


def check_signature(path: Path, request: SigningRequest, *, stamped: bool) -> SignatureFacts:
    """What the one signature of a file says, once it is proved to cover all of it.

    Trust in whoever issued the certificate is not asked: that is for the reader.
    Raises DomainError("signing.not_proved", fault=…).
    """
    _key, certificate, chain = load(request.pkcs12, request.passphrase)
    facts = read_certificate(request.pkcs12, request.passphrase)
    known = [pem for each in (certificate, *chain) for pem in load_certs_from_pemder_data(_der(each))]
    with path.open("rb") as stream:
        embedded = PdfFileReader(stream).embedded_signatures
        if len(embedded) != 1:
            raise DomainError("signing.not_proved", fault="it holds more or less than one signature")
        trusts = _stamp_certificates(embedded[0])
        status = validate_pdf_signature(
            embedded[0], _trusting(known, request.at), _trusting(trusts, request.at)
        )
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    if not (status.intact and status.valid and whole and status.docmdp_ok):
        raise DomainError("signing.not_proved", fault="the signature does not hold")
    if status.modification_level not in {None, ModificationLevel.NONE}:
        raise DomainError("signing.not_proved", fault="the file was changed after it was signed")
    if status.signing_cert.sha256.hex() != facts["sha256"]:
        raise DomainError("signing.not_proved", fault="another certificate signed it")
    stamped_at, stamped_by = _stamp(status, stamped=stamped)
    return SignatureFacts(
        subject=facts["subject"],
        certificate_sha256=facts["sha256"],
        signed_at=status.signer_reported_dt or request.at,
        trial=facts["trial"],
        stamped_at=stamped_at,
        stamped_by=stamped_by,
    )


def _stamp_certificates(embedded: EmbeddedPdfSignature) -> list[Any]:
    """The certificates that came with the time-stamp; none where there is no stamp."""
    try:
        token = find_unique_cms_attribute(
            embedded.signer_info["unsigned_attrs"], "signature_time_stamp_token"
        )
    except NonexistentAttributeError:
        return []
    return [each.chosen for each in token["content"]["certificates"]]


def _stamp(status: Any, *, stamped: bool) -> tuple[datetime | None, str]:
    """The time-stamp's own time and the name of who gave it. Raises DomainError when it does not hold."""
    told = status.timestamp_validity
    if told is None:
        if stamped:
            raise DomainError("signing.stamp_wrong", fault="its stamp is not in the signature")
        return None, ""
    if not (told.intact and told.valid):
        raise DomainError("signing.stamp_wrong", fault="its stamp does not hold")
    return told.timestamp, str(told.signing_cert.subject.human_friendly)


def _der(certificate: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding

    return bytes(certificate.public_bytes(Encoding.DER))


def _trusting(roots: list[Any], at: datetime) -> ValidationContext:
    """Trusts just these, at that moment, and asks nobody."""
    return ValidationContext(trust_roots=roots, allow_fetching=False, moment=at, revocation_mode="soft-fail")
