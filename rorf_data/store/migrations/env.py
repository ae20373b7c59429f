"""Run by Alembic on the connection that :func:`rorf_data.store.database.open_store` hands over."""

from alembic import context

from rorf_data.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
