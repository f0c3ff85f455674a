"""The schema as first shipped, read from the SQL file beside this one."""

from pathlib import Path

from alembic import op

from spoc_desk.storage.migrate import run_script

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward: every table, index and trigger."""
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql"))
