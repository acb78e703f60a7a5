"""Run by Alembic: migrations use the connection they are given, which holds the lock."""

from __future__ import annotations

from alembic import context

from inconcert.casework.columns import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
