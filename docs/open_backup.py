"""Opens a copied backup with a second reader of the database (apsw-sqlite3mc), without SPOC Desk.

python open_backup.py FOLDER: a copy of one snapshot, with key.json out of its recovery.age in it. Checks
the database and the end of its audit trail, then prints each evidence file: name, key, SHA-256.
"""

import json
import sys
from pathlib import Path

import apsw

folder = Path(sys.argv[1])
key = json.loads((folder / "key.json").read_text())["dek"]
checkpoint = json.loads((folder / "checkpoint.json").read_text())
database = apsw.Connection(str(folder / "vault.db"))
for pragma in ("cipher='sqlcipher'", "legacy=4", f"key=\"x'{key}'\""):
    database.execute(f"PRAGMA {pragma}")
found = database.execute("PRAGMA integrity_check").fetchall()
end = database.execute("SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1").fetchone()
if found != [("ok",)] or end != (checkpoint["sequence"], checkpoint["head"]):
    sys.exit(f"Not as it was backed up: {found} {end}")
sys.stderr.write(f"Sound, and its audit trail ends with entry {end[0]}: {end[1]}\n")
WANTED = "SELECT file_name, file_identity, sha256 FROM {} WHERE sha256 != ''"
for table in ("exhibit", "issued_pack", "pack_file"):
    for row in database.execute(WANTED.format(table)):
        sys.stdout.write(" ".join(row) + "\n")
