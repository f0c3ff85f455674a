"""The schema as first shipped, read from the SQL file beside this one."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward: every table, index and trigger."""
    script = Path(__file__).with_suffix(".sql").read_text("utf-8")
    statement = ""
    for line in script.splitlines():
        if line.startswith("--"):
            continue
        statement += line + "\n"
        if line.rstrip().endswith(";"):
            op.get_bind().exec_driver_sql(statement)
            statement = ""
