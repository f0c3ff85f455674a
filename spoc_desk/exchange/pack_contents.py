"""contents.json of a release: what the pack holds and what proves it, for programs to read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

SCHEMA_FILE = "pack-contents-1.0.0.json"


def write_contents(document: Mapping[str, Any], schemas: Path) -> bytes:
    """The document as JSON in UTF-8, in its own order, indented by two. schemas: resources/schemas.

    Raises jsonschema's ValidationError when it is not what the schema says: that is our bug.
    """
    schema = json.loads((schemas / SCHEMA_FILE).read_text("utf-8"))
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(dict(document))
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
