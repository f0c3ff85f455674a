"""Admin keeps the certificate that signs packs and the address of the time-stamp server."""

from PySide6.QtWidgets import QLineEdit, QPushButton

from spoc_desk.services.certificates import signing_facts
from spoc_desk.ui.admin.signing import certificate_dialog
from spoc_desk.ui.widgets.dialogs import AskDialog, FormDialog
from tests.documents import certificate_samples
from tests.ui.casework import words_in

PASSPHRASE = certificate_samples.PASSPHRASE


def press(widget, name):
    next(b for b in widget.findChildren(QPushButton) if b.accessibleName() == name).click()


def dialog(page) -> FormDialog:
    return page.findChildren(FormDialog)[-1]


def kept(vault):
    return signing_facts(vault.desk).certificate


def test_without_a_certificate_the_officer_is_told_what_that_means(page):
    assert "only their hashes prove them" in words_in(page.vault)
    assert "None: time-stamps are off" in words_in(page.vault)


def test_a_trial_certificate_is_made_shown_and_marked_as_one(qtbot, page, vault):
    press(page.vault, "Make a trial one…")
    asked = dialog(page)
    line = asked.findChild(QLineEdit)
    assert line.echoMode() is QLineEdit.EchoMode.Password
    line.setText("short")
    asked.submit()
    qtbot.waitUntil(lambda: "12 characters or more" in words_in(asked))
    line.setText(PASSPHRASE)
    asked.submit()
    qtbot.waitUntil(lambda: "every release says so" in words_in(page.vault), timeout=20_000)
    assert kept(vault).trial
    assert kept(vault).sha256[:8] in words_in(page.vault)


def test_a_certificate_is_added_with_its_passphrase_and_not_without(qtbot, page, vault, place, tmp_path):
    path = tmp_path / "officer.p12"
    pkcs12 = certificate_samples.issued(
        certificate_samples.rsa_key(), "DC 1234 Jo Sands", days=(-1, 3000), now=vault.desk.clock.now()
    )
    path.write_bytes(certificate_samples.pfx(certificate_samples.rsa_key(), pkcs12))
    certificate_dialog(page.workplace, page.vault, path)
    asked = dialog(page)
    asked.findChild(QLineEdit).setText("wrong one")
    asked.submit()
    qtbot.waitUntil(lambda: "does not open the certificate" in words_in(asked), timeout=20_000)
    assert kept(vault) is None
    asked.findChild(QLineEdit).setText(PASSPHRASE)
    asked.submit()
    qtbot.waitUntil(lambda: any("The certificate is kept" in said for said in place.said))
    qtbot.waitUntil(lambda: "Jo Sands" in words_in(page.vault))
    press(page.vault, "Remove it…")
    page.findChildren(AskDialog)[-1].act.click()
    qtbot.waitUntil(lambda: kept(vault) is None)


def test_the_time_stamp_server_is_entered_and_a_wrong_address_is_refused(qtbot, page, vault):
    assert "the only connection the program can make" in words_in(page.vault)
    press(page.vault, "Enter an address…")
    asked = dialog(page)
    asked.findChild(QLineEdit).setText("tsa.example.org")
    asked.submit()
    qtbot.waitUntil(lambda: "is not the address of a time-stamp server" in words_in(asked))
    asked.findChild(QLineEdit).setText("https://tsa.example.org/tsr")
    asked.submit()
    qtbot.waitUntil(lambda: signing_facts(vault.desk).server == "https://tsa.example.org/tsr")
    qtbot.waitUntil(lambda: "https://tsa.example.org/tsr" in words_in(page.vault))
