"""Referrals to the CPS: the checklist, what is still open, who may charge, and the sending."""
