"""Officers who come and go, keys, backups and retention, read from the SQL file beside this one."""

from pathlib import Path

from alembic import op

from spoc_desk.storage.migrate import run_script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward: tables, columns, indexes and triggers."""
    run_script(op.get_bind(), Path(__file__).with_suffix(".sql"))
