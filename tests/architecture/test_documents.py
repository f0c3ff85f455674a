"""What the documents point to is there."""

import re

from tests.architecture.sources import ROOT, tracked_files

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s#]+)(?:#[^)]*)?\)")


def test_each_link_within_the_project_leads_somewhere():
    broken = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in tracked_files()
        if document.suffix == ".md"
        for target in LINK.findall(document.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:")
        if not (document.parent / target).exists()
    ]
    assert broken == []


def test_each_command_the_readme_names_exists():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"`?\bmake (\w+)", readme))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets - set(re.findall(r"\w+", makefile)) == set()
