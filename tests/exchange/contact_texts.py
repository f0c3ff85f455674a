"""Small contact files to read: a table from rows of cells, and what became of each row."""

import csv
import io

from spoc_desk.domain.contact_rows import ImportRow, RejectedRow
from spoc_desk.exchange.contact_files import read_contacts

CORE = {
    "person_id": "101",
    "person_name": "Ann Marsh",
    "election_id": "local.northmere.2027-05-06",
    "ballot_paper_id": "local.northmere.quay.2027-05-06",
    "election_date": "2027-05-06",
    "election_current": "True",
    "party_name": "Teal Party",
    "party_id": "PP9901",
    "post_label": "Quay",
    "cancelled_poll": "False",
    "seats_contested": "3",
}


def table(*rows, delimiter=","):
    """CSV text whose header is the keys of all the rows."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    file = io.StringIO()
    writer = csv.DictWriter(file, names, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def read(folder, content, name="list.csv"):
    """The file that these bytes or this text are."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_contacts(path)


def kept(file):
    return [row for row in file.rows if isinstance(row, ImportRow)]


def rejected(file):
    return [row for row in file.rows if isinstance(row, RejectedRow)]


def codes(notices):
    return [notice.code for notice in notices]
