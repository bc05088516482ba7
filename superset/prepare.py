"""Brings Superset's metadata database to a state that the server can start on; safe to repeat.

It runs in Superset's own environment with the variables of ``superset_config.py`` and one more,
``PORTAL_SUPERSET_ADMIN_FILE``: a JSON file with ``username`` and ``password`` of the administrator. In one
process, since loading Superset takes longer than the work: migrate, write roles and permissions, make the
administrator's account agree with the file. It imports no dashboards; ``provision.py`` does that over HTTP.
"""

import json
import os
import sys
from pathlib import Path

from flask_migrate import upgrade
from superset.app import create_app
from werkzeug.security import check_password_hash


def _administrator(security_manager, username: str, password: str) -> str:
    """Creates the account, or gives it the file's password; an existing one that agrees is left alone."""
    user = security_manager.find_user(username=username)
    if user is None:
        role = security_manager.find_role("Admin")
        if not security_manager.add_user(
            username, "Quản trị", "Superset", f"{username}@localhost", role, password
        ):
            sys.exit(f"Không tạo được tài khoản / the account could not be created: {username}")
        return f"Đã tạo tài khoản / account created: {username}"
    if not check_password_hash(user.password, password):
        security_manager.reset_password(user.id, password)
        return f"Đã đổi mật khẩu theo tệp / password set from the file: {username}"
    return f"Tài khoản đã có / account is in place: {username}"


def main() -> None:
    """Migrates, then writes roles and the administrator.

    :raises KeyError: for a missing variable or a file without ``username`` and ``password``
    """
    account = json.loads(Path(os.environ["PORTAL_SUPERSET_ADMIN_FILE"]).read_text("utf-8"))
    app = create_app()
    with app.app_context():
        upgrade()
        app.appbuilder.add_permissions(update_perms=True)
        app.appbuilder.sm.sync_role_definitions()
        print(_administrator(app.appbuilder.sm, account["username"], account["password"]))


if __name__ == "__main__":
    main()
