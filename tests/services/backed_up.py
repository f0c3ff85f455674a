"""A vault that has a backup, so that none is due for as long as a test lasts."""

from spoc_desk.domain.backups import Backup
from spoc_desk.domain.changes import BackupMade


def have_backup(desk):
    with desk.unit_of_work() as work:
        work.set_setting("backup_every_days", "365")
        made = work.add(Backup(0, "20270420T084200Z", "/media/backup", desk.clock.now(), 1, "00", 3, 0, 10))
        work.record(BackupMade(backup=made.id, sequence=1, head="00", files=3, missing=0))
    return made
