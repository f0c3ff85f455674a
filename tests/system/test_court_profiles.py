"""What courts ask of bundles is read from dated data that owns up to what nobody has verified."""

import json
import shutil
from pathlib import Path

import pytest

from spoc_desk.domain.court_profiles import CourtProfiles, LatePages
from spoc_desk.domain.errors import DomainError
from spoc_desk.system.lawpack import load_court_profiles
from spoc_desk.system.resources import resource_folder

SHIPPED = resource_folder() / "packs" / "court_profiles.json"


@pytest.fixture
def profiles() -> CourtProfiles:
    return load_court_profiles(SHIPPED)


def test_every_shipped_profile_names_its_source_and_says_that_it_is_not_verified(
    profiles: CourtProfiles,
) -> None:
    assert {"evidential", "court"} <= {profile.key for profile in profiles.profiles}
    for profile in profiles.profiles:
        assert not profile.verified
        assert profile.standing.startswith("Not verified. ")
        assert len(profile.source) > 20


def test_nothing_chosen_is_the_evidential_copy_and_an_unknown_profile_is_refused(
    profiles: CourtProfiles,
) -> None:
    assert profiles.profile("").key == "evidential"
    with pytest.raises(DomainError) as refused:
        profiles.profile("crown")
    assert refused.value.code == "packs.no_profile"
    assert "court" in str(refused.value.values["known"])


def test_a_file_is_held_against_the_size_of_each_way_it_may_go(profiles: CourtProfiles) -> None:
    court = profiles.profile("court")
    assert court.too_large(36_000_000) == ()
    (limit,) = court.too_large(36_000_001)
    assert "justice.gov.uk" in limit.channel
    assert profiles.profile("evidential").too_large(10**12) == ()


def test_courts_differ_in_where_late_pages_go(profiles: CourtProfiles) -> None:
    assert profiles.profile("court").late_pages is LatePages.AT_END
    assert profiles.profile("supreme_court").late_pages is LatePages.SUPPLEMENT


@pytest.mark.parametrize(
    ("change", "fault"),
    [({"late_pages": "anywhere"}, "late_pages"), ({"source": " "}, "source"), ({"key": "court"}, "once")],
)
def test_malformed_profiles_are_refused(tmp_path: Path, change: dict[str, str], fault: str) -> None:
    copy = tmp_path / "court_profiles.json"
    shutil.copy(SHIPPED, copy)
    told = json.loads(copy.read_text("utf-8"))
    told["profiles"][0].update(change)
    copy.write_text(json.dumps(told), "utf-8")
    with pytest.raises(DomainError) as refused:
        load_court_profiles(copy, resource_folder() / "schemas")
    assert refused.value.code == "lawpack.malformed"
    assert fault in str(refused.value.values["fault"])
