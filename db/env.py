"""The environment of Alembic: it upgrades over the open, keyed connection it is given, and never connects."""

from alembic import context

from spoc_desk.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
