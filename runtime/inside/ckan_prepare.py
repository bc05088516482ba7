"""Runs inside CKAN's environment: tables, DataStore permissions and accounts in one start of CKAN.

Reads one JSON object from standard input: ``config`` (CKAN's ini file), ``datastore_admin`` (address with the
rights to grant), ``accounts`` ({name: password}) and ``publisher`` (whose token is wanted, or null).
Writes one JSON object as its last line: ``token``, or null.
"""

import json
import shutil
import sys

import psycopg2
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app


def main() -> None:
    """Do what the order says, each part only where it is not done."""
    order = json.load(sys.stdin)
    app = make_app(CKANConfigLoader(order["config"]).get_config())
    with app._wsgi_app.test_request_context():
        upgrade()
        build_script_translations()
        allow_datastore(order["datastore_admin"])
        for name, password in order["accounts"].items():
            add_administrator(name, password)
        print(json.dumps({"token": new_token(order["publisher"])}))


def upgrade() -> None:
    """Bring CKAN's and its plugins' tables to their newest form."""
    from ckan.cli import db

    db._run_migrations("")
    db._migrate_plugins(apply=True)


def build_script_translations() -> None:
    """Write the messages that CKAN's browser code shows; CKAN would do so only where it runs its own server.

    The old ones go first: CKAN writes them again only where a catalogue's file is newer than they are.
    """
    from ckan.lib import i18n

    shutil.rmtree(i18n.get_js_translations_dir(), ignore_errors=True)
    i18n.build_js_translations()


def allow_datastore(address: str) -> None:
    """Let the read-only role see the DataStore's public tables and nothing else."""
    from ckan.plugins import toolkit as tk
    from ckanext.datastore.cli import permissions_sql
    from sqlalchemy.engine import make_url

    main, write, read = (
        make_url(tk.config[key])
        for key in ("sqlalchemy.url", "ckan.datastore.write_url", "ckan.datastore.read_url")
    )
    statements = permissions_sql(
        maindb=main.database,
        datastoredb=write.database,
        mainuser=main.username,
        writeuser=write.username,
        readuser=read.username,
    )
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("\n".join(line for line in statements.splitlines() if not line.startswith("\\")))
    connection.close()


def add_administrator(name: str, password: str) -> None:
    """A system administrator of that name, unless there is one."""
    from ckan import model
    from ckan.plugins import toolkit as tk

    if model.User.get(name) is not None:
        return
    context = {"ignore_auth": True, "user": ""}
    user = {"name": name, "email": f"{name}@example.vn", "password": password}
    tk.get_action("user_create")(context, user)
    made = model.User.get(name)
    made.sysadmin = True
    model.repo.commit_and_remove()


def new_token(name: str | None) -> str | None:
    """A fresh API token of that account."""
    from ckan.plugins import toolkit as tk

    if name is None:
        return None
    order = {"user": name, "name": "portal-publish"}
    return tk.get_action("api_token_create")({"ignore_auth": True, "user": name}, order)["token"]


main()
