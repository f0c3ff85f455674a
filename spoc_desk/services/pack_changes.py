"""What a pack changes in the one whose place it takes, in words that its recipient may read."""

from __future__ import annotations

from collections.abc import Sequence

from spoc_desk.domain.casefiles import Casefile
from spoc_desk.domain.change_sheets import ChangeSheet
from spoc_desk.domain.exhibits import Disclosure, Exhibit
from spoc_desk.domain.issues import IssuedPack, PackItem
from spoc_desk.domain.releases import change_sheet
from spoc_desk.domain.rewording import reworded
from spoc_desk.services.pack_content import authorisation_told
from spoc_desk.services.pack_items import check_supersedes
from spoc_desk.services.ports import Reader
from spoc_desk.services.release_words import rewrite_for


def sheet_of(pack: IssuedPack, items: Sequence[PackItem], reader: Reader) -> ChangeSheet:
    """The change sheet of a pack that supersedes another. Raises as check_supersedes does.

    The earlier one may have been for somebody who may see more: what it held and this recipient may
    not see is named by its reference alone.
    """
    reference = check_supersedes(pack.supersedes, pack.casefile_id, reader)
    earlier = reader.find(IssuedPack, reference=reference)[0]
    before = reader.find(PackItem, pack_id=earlier.id)
    ids = tuple({item.exhibit_id for item in (*before, *items)})
    exhibits = [reader.get(Exhibit, each) for each in ids]
    guarded = pack.served or pack.audience != earlier.audience
    sheet = change_sheet(
        earlier,
        before,
        pack,
        items,
        {
            "force": reader.setting("force_name"),
            "casefile_reference": reader.get(Casefile, pack.casefile_id).reference,
            "demonstration": reader.setting("demonstration") == "yes",
            "authorisation": authorisation_told(pack.authorised_by, pack.issued_by),
        },
        {each.id for each in exhibits if guarded and each.disclosure is not Disclosure.USED},
    )
    return reworded(sheet, rewrite_for(pack, (*before, *items), reader))
