"""Who authorises a pack: chosen among officers when it is composed, proved by their slot at its release."""

from __future__ import annotations

from dataclasses import replace

from spoc_desk.domain.change import Permission
from spoc_desk.domain.dual_control import Approval, Deed, Policy, SecondOfficer, StandingBy
from spoc_desk.domain.errors import DomainError
from spoc_desk.domain.issues import IssuedPack
from spoc_desk.domain.limit_alerts import same_name
from spoc_desk.domain.officers import Officer
from spoc_desk.domain.permissions import may
from spoc_desk.domain.releases import second_person
from spoc_desk.services.dual_control import approved, standing_by
from spoc_desk.services.ports import Desk

# Somebody else made the pack: whoever is at the desk is its second officer.
BY_LOGIN = Approval(0, "", self_authorised=False)


def authorisers(desk: Desk) -> StandingBy:
    """Who may be chosen to authorise a pack made at this desk; alone only for who may authorise one."""
    there = standing_by(Deed.RELEASE, desk)
    return there if may(desk.officer.role, Permission.AUTHORISE) else replace(there, policy=Policy.TWO)


def chosen_authoriser(named: str, desk: Desk) -> str:
    """The authoriser as the cover will name them; empty for a pack that its maker authorises alone.

    Raises DomainError: packs.authoriser_missing, packs.authoriser_unknown, dual.nobody_there.
    """
    there, named = authorisers(desk), second_person(named, desk.officer.name)
    if not named and there.officers:
        raise DomainError("packs.authoriser_missing", officers=_names(there.officers))
    if not named:
        there.check_alone()
        return ""
    found = _called(named, there.officers)
    if found is None:
        raise DomainError("packs.authoriser_unknown", name=named)
    return found.name


def stands_by(pack: IssuedPack, desk: Desk) -> StandingBy | None:
    """Whom the cover has stand by for a release at this desk; None when it names who is at the desk.

    Raises DomainError: permissions.refused; packs.alone_by_another, packs.cover_alone or
    packs.authoriser_gone when this cover can no longer be kept to, so that the pack is to be built again;
    dual.nobody_there.
    """
    desk.check(Permission.AUTHORISE)
    there = standing_by(Deed.RELEASE, desk)
    cover = second_person(pack.authorised_by, pack.issued_by)
    if not cover:
        if not same_name(pack.issued_by, desk.officer.name):
            raise DomainError("packs.alone_by_another", reference=pack.reference, maker=pack.issued_by)
        if there.officers:
            raise DomainError("packs.cover_alone", reference=pack.reference, officers=_names(there.officers))
        there.check_alone()
        return there
    if _called(cover, (desk.officer,)):
        return None
    named = _called(cover, there.officers)
    if named is None:
        raise DomainError("packs.authoriser_gone", reference=pack.reference, name=cover)
    return replace(there, officers=(named,))


def approve_release(pack: IssuedPack, second: SecondOfficer | None, desk: Desk) -> Approval:
    """The approval of a release, by whom the cover names. Call it before the transaction begins.

    Raises DomainError: packs.second_needed, packs.authoriser_differs, and as stands_by() and approved() do.
    """
    there = stands_by(pack, desk)
    if there is None:
        return BY_LOGIN
    for named in there.officers:
        if second is None:
            raise DomainError("packs.second_needed", reference=pack.reference, name=named.name)
        if not same_name(second.name, named.name):
            raise DomainError(
                "packs.authoriser_differs", reference=pack.reference, cover=named.name, name=second.name
            )
    return approved(Deed.RELEASE, second, desk)


def _called(name: str, officers: tuple[Officer, ...]) -> Officer | None:
    """The officer of exactly that name, else the one it may be read as."""
    exact = (each for each in officers if each.name == name)
    like = (each for each in officers if same_name(each.name, name))
    return next(exact, None) or next(like, None)


def _names(officers: tuple[Officer, ...]) -> str:
    return ", ".join(each.name for each in officers)
