"""Packs with sections, redactions, releases and numbered copies, read from the SQL file beside this one."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward: tables, columns, indexes and triggers."""
    script = Path(__file__).with_suffix(".sql").read_text("utf-8")
    statement = ""
    for line in script.splitlines():
        if line.startswith("--"):
            continue
        statement += line + "\n"
        if line.rstrip().endswith(";"):
            op.get_bind().exec_driver_sql(statement)
            statement = ""
