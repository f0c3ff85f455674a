"""The tables of retention and destruction."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table

from spoc_desk.domain.retention import Appeal, Charging, Ending, ReviewDecision, Sentence
from spoc_desk.storage.table_parts import choice, day, metadata, moment, number, of, text, texts, whole, words

retention_period = Table(
    "retention_period", metadata, number(), text("code"), whole("first_years"), whole("further_years"),
    whole("after_poll_days"), *texts("policy_reference", "entered_by"), moment("entered_at"),
)  # fmt: skip

casefile_retention = Table(
    "casefile_retention", metadata, number(),
    Column("casefile_id", ForeignKey("casefile.id"), nullable=False, unique=True), text("group_code"),
    choice("charging", Charging), day("charge_decided_on"), choice("ending", Ending), day("ended_on"),
    choice("sentence", Sentence), day("released_on"), choice("appeal", Appeal), day("appeal_ended_on"),
    moment("reopened_at", optional=True),
)  # fmt: skip

retention_review = Table(
    "retention_review", metadata, number(), of("casefile", optional=True), of("person", optional=True),
    moment("at"), text("by"), choice("decision", ReviewDecision), text("reason"), day("next_on"),
)  # fmt: skip

legal_hold = Table(
    "legal_hold", metadata, number(), of("casefile", optional=True), of("person", optional=True),
    moment("placed_at"), *texts("placed_by", "reason"), moment("lifted_at", optional=True),
    *texts("lifted_by", "lift_reason"),
)  # fmt: skip

disposal = Table(
    "disposal", metadata, number(), text("uid", unique=True), text("reference", unique=True),
    *texts("kind", "subject"), moment("at"),
    *texts("group_code", "reason", "policy_reference", "officer", "second_officer"), words("counts"),
    whole("files"), whole("anchor_sequence"), text("anchor_head"),
    moment("second_enrolled_alone_at", optional=True),
)  # fmt: skip

erased_file = Table(
    "erased_file", metadata, number(), of("disposal"), text("file_name", unique=True),
)  # fmt: skip
