"""Addresses that belong to no page, and what holds for every request."""

from __future__ import annotations

from ckan.config.middleware.flask_app import csrf
from flask import Blueprint

from . import sessions

province_catalogue = Blueprint("province_catalogue", __name__)


@csrf.exempt
def visit() -> tuple[str, int]:
    """Answer a page that reports its visit with nothing at all.

    The tracking plugin counts the visit after the request but has no view for its address, so that without
    this one every visit would cost a rendered error page.
    """
    return "", 204


province_catalogue.add_url_rule("/_tracking", view_func=visit, methods=["POST"])
province_catalogue.before_app_request(sessions.require_token)
province_catalogue.after_app_request(sessions.keep_no_cookie)
