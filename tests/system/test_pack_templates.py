"""A file of kinds of pack that is malformed, or would show somebody too much, is refused with the fault."""

import json
import shutil
from pathlib import Path

import pytest

from spoc_desk.domain.errors import DomainError
from spoc_desk.system.lawpack import load_templates
from spoc_desk.system.resources import resource_folder

SCHEMAS = resource_folder() / "schemas"


def changed(folder: Path, number: int, **fields: object) -> Path:
    copy = folder / "templates.json"
    shutil.copy(resource_folder() / "packs" / "templates.json", copy)
    read = json.loads(copy.read_text("utf-8"))
    read["templates"][number] |= fields
    copy.write_text(json.dumps(read), "utf-8")
    return copy


@pytest.mark.parametrize(
    ("number", "fields", "fault"),
    [
        (2, {"offered": ["schedule_sensitive"]}, "may never offer schedule_sensitive"),
        (1, {"served_fixed": False}, "is always a served copy"),
        (0, {"offered": ["everything"]}, "'everything' is not one of"),
        (0, {"audience": "press"}, "'press' is not one of"),
        (0, {"key": "court_bundle"}, "appears more than once"),
        (3, {"sections": []}, "sections"),
    ],
)
def test_a_malformed_or_too_generous_file_is_refused(
    tmp_path: Path, number: int, fields: dict[str, object], fault: str
) -> None:
    with pytest.raises(DomainError) as refused:
        load_templates(changed(tmp_path, number, **fields), SCHEMAS)
    assert refused.value.code == "lawpack.malformed"
    assert fault in str(refused.value.values["fault"])


def test_a_force_may_change_the_words_of_a_kind_of_pack(tmp_path: Path) -> None:
    kinds = load_templates(changed(tmp_path, 0, title="File for the CPS", verified=True), SCHEMAS)
    assert kinds.template("cps_file").title == "File for the CPS"
    assert kinds.template("cps_file").verified
