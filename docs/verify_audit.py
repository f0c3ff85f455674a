"""Checks an exported audit trail: python verify_audit.py audit.jsonl [NUMBER HASH], the printed anchor."""

import hashlib
import json
import sys
from pathlib import Path

FIELDS = {"seq", "at", "payload", "salt", "commit", "prev", "hash"}


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()


def main(file: str, number: str = "0", *head: str) -> None:
    anchor, wanted, prev, count, withheld = int(number), "".join(head).lower(), bytes(32), 0, 0
    for count, line in enumerate(Path(file).read_bytes().splitlines(), start=1):
        try:
            pairs = json.loads(line, object_pairs_hook=list)
            entry = dict(pairs)
            said, commit = entry["payload"], bytes.fromhex(entry["commit"])
            made = sha256(b"evt", count.to_bytes(8, "big"), entry["at"].encode(), commit, prev)
            told = commit if said is None else sha256(b"pay", bytes.fromhex(entry["salt"]), said.encode())
        except (ValueError, KeyError, TypeError, AttributeError):
            sys.exit(f"BROKEN: line {count} is not an entry of an audit trail")
        if set(entry) != FIELDS or len(pairs) != len(FIELDS) or told != commit:
            sys.exit(f"BROKEN: entry {count} was altered")
        if (entry["seq"], entry["prev"], entry["hash"]) != (count, prev.hex(), made.hex()):
            sys.exit(f"BROKEN: entry {count} was altered, or one before it removed or put in")
        if count == anchor and not (len(wanted) >= 16 and made.hex().startswith(wanted)):
            sys.exit(f"BROKEN: the anchor does not match entry {count}")
        prev, withheld = made, withheld + (said is None)
    if not 0 <= anchor <= count or count == 0:
        sys.exit(f"BROKEN: the trail ends at entry {count}, the anchor is {anchor}")
    sys.stdout.write(f"OK: {count} entries, {withheld} withheld, anchor {anchor or 'not given'}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
