"""Checks an exported audit trail: python verify_audit.py audit.jsonl [NUMBER HASH], the printed anchor."""

import hashlib
import json
import sys
from pathlib import Path

FIELDS = {"seq", "at", "payload", "salt", "commit", "prev", "hash"}


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()


_, file, number, *head = *sys.argv, *("", "0")[len(sys.argv) - 1 :]
wanted, prev, count, withheld = "".join(head).lower(), bytes(32), 0, 0
try:
    lines, anchor = Path(file).read_bytes().splitlines(), int(number.replace(",", ""))
except (OSError, ValueError):
    sys.exit(f"{file or 'no file'} cannot be read, or {number} is no number. {__doc__}")
if len(sys.argv) > 2 and len(wanted) < 16:
    sys.exit("write at least sixteen characters of the hash")
for count, line in enumerate(lines, start=1):
    try:
        entry = dict(pairs := json.loads(line, object_pairs_hook=list))
        said, commit = entry["payload"], bytes.fromhex(entry["commit"])
        made = sha256(b"evt", count.to_bytes(8, "big"), entry["at"].encode(), commit, prev)
        told = commit if said is None else sha256(b"pay", bytes.fromhex(entry["salt"]), said.encode())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        sys.exit(f"BROKEN: line {count} is not an entry of an audit trail")
    whole = set(entry) == FIELDS and len(pairs) == len(FIELDS) and told == commit
    if not whole or (entry["seq"], entry["prev"], entry["hash"]) != (count, prev.hex(), made.hex()):
        sys.exit(f"BROKEN: entry {count} was altered, or one before it removed or put in")
    if count == anchor and not made.hex().startswith(wanted):
        sys.exit(f"BROKEN: the anchor does not match entry {count}")
    prev, withheld = made, withheld + (said is None)
if count == 0 or not (0 <= anchor <= count and (anchor or not head)):
    sys.exit(f"BROKEN: the trail ends at entry {count}, the anchor is {anchor}")
sys.stdout.write(f"OK: {count} entries, {withheld} withheld, anchor {anchor or 'not given'}\n")
