"""Which modules of this package run in the child process; light, so that naming them loads nothing."""

CHILD_MODULES = (
    "spoc_desk.documents.certificates",
    "spoc_desk.documents.file_check",
    "spoc_desk.documents.machine_text",
    "spoc_desk.documents.normalise",
    "spoc_desk.documents.office_files",
    "spoc_desk.documents.pack_check",
    "spoc_desk.documents.page_faults",
    "spoc_desk.documents.pack_kept",
    "spoc_desk.documents.pdf_passwords",
    "spoc_desk.documents.previews",
    "spoc_desk.documents.redact_part",
    "spoc_desk.documents.redaction_check",
    "spoc_desk.documents.redaction_view",
)
