"""Reporting views and dashboards as code: specification → assets tree → Superset.

Nothing here imports the rest of the project: contracts are read as YAML, PostgreSQL is spoken to by SQL and
Superset by HTTP. It deletes nothing in Superset: an asset that left the specification stays there until an
administrator removes it.
"""
