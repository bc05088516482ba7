"""When a request must carry its page's token, and when an answer carries a cookie."""

from __future__ import annotations

from ckan.config.middleware.flask_app import csrf
from flask import Response, current_app, g, request, session
from flask_login import current_user

#: Answers without looking at who asks.
WITHOUT_TOKEN = ("province_catalogue.visit",)
SIGN_IN = "user.login"


def require_token() -> None:
    """Refuse (400) what a signed-in user's browser sends, or the sign-in form, without the page's token.

    CKAN 2.12 exempts a view from this check for the whole process once anybody without a session has asked
    for it, so that one visit of a form would end its protection for everybody, and sign-in never had any.
    """
    if not current_app.config["WTF_CSRF_ENABLED"] or request.endpoint in (None, *WITHOUT_TOKEN):
        return
    by_cookie = current_user.is_authenticated and not g.get("login_via_auth_header")
    if by_cookie or request.endpoint == SIGN_IN:
        csrf.protect()


def keep_no_cookie(response: Response) -> Response:
    """Leave a visitor without a cookie alone.

    CKAN puts the text of an error into the session and the error's page takes it out again; Flask would then
    tell the browser to delete a cookie that it does not have, and no cache could keep the page.
    """
    if not session and current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        session.modified = False
    return response
