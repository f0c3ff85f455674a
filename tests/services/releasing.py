"""A casefile with packs to release, for tests: real pages, and real signatures."""

from contextlib import contextmanager
from dataclasses import dataclass, replace

from spoc_desk.domain.issues import IssuedPack, PackRelease
from spoc_desk.services.certificates import AddCertificate, add_certificate
from spoc_desk.services.pack_building import BuildPack, build_pack
from spoc_desk.services.pack_content import PackTerms
from spoc_desk.services.release import ReleasePack, release_pack
from tests.documents import certificate_samples, samples
from tests.documents.certificate_samples import PASSPHRASE
from tests.fakes.releases import release_room
from tests.services.test_packs import FakeDocuments, Pages


@dataclass(frozen=True)
class Span:
    reference: str
    first: int
    last: int
    volume: int = 1


class PrintedPages(FakeDocuments):
    """Prints every exhibit on a page of its own of a real PDF, and fails those it is told to."""

    faulty: tuple[str, ...] = ()
    more: tuple[Pages, ...] = ()

    @contextmanager
    def built_pack(self, content, source, scratch, kept, progress, cancelled):
        self.contents.append(content)
        self._path.write_bytes(samples.pdf(len(content.exhibits)))
        references = [exhibit.reference for exhibit in content.exhibits]
        pages = len(references) + 2
        yield Pages(
            pages=pages + sum(each.pages for each in self.more),
            volumes=(Pages(self._path, pages=pages, size=self._path.stat().st_size), *self.more),
            faults=tuple((ref, "it is locked") for ref in references if ref in self.faulty),
            spans=tuple(Span(ref, page, page) for page, ref in enumerate(references, 2)),
            renditions=tuple((ref, "unaltered") for ref in references),
        )


def built(desk, case, **terms) -> IssuedPack:
    (made,) = build_pack(BuildPack(case.id, PackTerms("CPS", "Advice", **terms)), desk)
    with desk.queries.snapshot() as reader:
        return reader.get(IssuedPack, made.pack)


def released(desk, pack, **how) -> PackRelease:
    release_pack(ReleasePack(pack.id, **how), desk)
    with desk.queries.snapshot() as reader:
        (release,) = reader.find(PackRelease, pack_id=pack.id)
    return release


def with_certificate(desk, pkcs12=None) -> None:
    add_certificate(AddCertificate(pkcs12 or certificate_samples.officer_pfx(), PASSPHRASE), desk)


def release_office(desk, folder):
    """A desk that prints and releases, at the time the certificates are good for."""
    desk.clock.at = certificate_samples.NOW
    return replace(desk, documents=PrintedPages(folder), releases=release_room(), folder=folder / "vault")
