"""Alembic environment: runs this extension's migrations under their own version table."""

from alembic import context
from ckan.model.meta import metadata
from sqlalchemy import engine_from_config, pool

NAME = "province_ingest"


def _own(thing, name, type_, reflected, compare_to):
    return type_ != "table" or name.startswith(NAME)


def _run_online():
    section = context.config.get_section(context.config.config_ini_section) or {}
    engine = engine_from_config(section, prefix="sqlalchemy.", poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            version_table=f"{NAME}_alembic_version",
            include_object=_own,
        )
        with context.begin_transaction():
            context.run_migrations()


_run_online()
