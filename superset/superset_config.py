"""Settings of the portal's Superset, which nginx serves under ``/bi/``.

Superset reads this file through ``SUPERSET_CONFIG_PATH``. It needs these variables and has no default for any
of them:

``PORTAL_SITE_URL``
    public address of the portal, without a slash at its end
``PORTAL_PROFILE_FILE``
    the active province profile (YAML); the title and the colours come from it
``PORTAL_SUPERSET_DATABASE_URI``
    SQLAlchemy address of the metadata database (PostgreSQL)
``PORTAL_SUPERSET_REDIS_URL``
    Redis database that only Superset uses
``PORTAL_SUPERSET_SECRET_FILE``
    file with at least 32 characters of random text

Beside this file lie ``translations/vi.yaml`` and ``branding/``; nothing else of the project is read. It opens
nothing to anonymous visitors and lets no page load anything from another host.
"""

import hashlib
import hmac
import os
from pathlib import Path

import yaml
from flask import Blueprint, Response, jsonify, request
from jinja2 import ChoiceLoader, DictLoader

_HERE = Path(__file__).resolve().parent
_SITE_URL = os.environ["PORTAL_SITE_URL"]
_REDIS_URL = os.environ["PORTAL_SUPERSET_REDIS_URL"]
_IS_HTTPS = _SITE_URL.startswith("https://")
_PROFILE = yaml.safe_load(Path(os.environ["PORTAL_PROFILE_FILE"]).read_text("utf-8"))
_MESSAGES: dict[str, str] = yaml.safe_load((_HERE / "translations" / "vi.yaml").read_text("utf-8"))


def _secret(purpose: str) -> str:
    """A key of its own for each purpose, so that a leaked one opens nothing else.

    :raises ValueError: when the secret file holds fewer than 32 characters
    """
    path = Path(os.environ["PORTAL_SUPERSET_SECRET_FILE"])
    secret = path.read_text("utf-8").strip()
    if len(secret) < 32:
        raise ValueError(f"{path}: cần ít nhất 32 ký tự / at least 32 characters are needed")
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()


def _is_no_sign_in() -> bool:
    return request.method != "POST" or request.path not in ("/login/", "/api/v1/security/login")


def _redis_cache(name: str, seconds: int) -> dict:
    return {
        "CACHE_TYPE": "RedisCache",
        "CACHE_REDIS_URL": _REDIS_URL,
        "CACHE_KEY_PREFIX": f"superset:{name}:",
        "CACHE_DEFAULT_TIMEOUT": seconds,
    }


_MINUTE, _DAY = 60, 24 * 60 * 60

# --- Place and name -----------------------------------------------------------------------------------------
APPLICATION_ROOT = "/bi"
ENABLE_PROXY_FIX = True
PROXY_FIX_CONFIG = {"x_for": 1, "x_proto": 1, "x_host": 1, "x_port": 1, "x_prefix": 0}
APP_NAME = _PROFILE["portal_title"]
APP_ICON = "/province/logo.svg"
FAVICONS = [{"href": "/province/logo.svg", "type": "image/svg+xml"}]
LOGO_TARGET_PATH = _SITE_URL
WEBDRIVER_BASEURL_USER_FRIENDLY = f"{_SITE_URL}{APPLICATION_ROOT}/"

_FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
THEME_DEFAULT = {
    "algorithm": "default",
    "token": {
        "brandAppName": APP_NAME,
        "brandLogoAlt": APP_NAME,
        "brandLogoUrl": APP_ICON,
        "brandLogoHref": _SITE_URL,
        "brandLogoMargin": "12px 0",
        "brandLogoHeight": "32px",
        "colorPrimary": _PROFILE["colours"]["primary"],
        "colorLink": _PROFILE["colours"]["primary"],
        "fontFamily": _FONTS,
        "fontUrls": [],
        # Long names beside lying bars fold; on a phone they would leave no room for the bars.
        "echartsOptionsOverrides": {
            "yAxis": {"axisLabel": {"width": 150, "overflow": "break", "lineHeight": 14, "fontSize": 12}},
        },
    },
}
THEME_DARK = None
ENABLE_UI_THEME_ADMINISTRATION = False
THEME_FONT_URL_ALLOWED_DOMAINS: list[str] = []

# --- Storage ------------------------------------------------------------------------------------------------
SQLALCHEMY_DATABASE_URI = os.environ["PORTAL_SUPERSET_DATABASE_URI"]
SQLALCHEMY_ENGINE_OPTIONS = {"pool_size": 2, "max_overflow": 8, "pool_pre_ping": True}
CACHE_CONFIG = _redis_cache("objects", _DAY)
# The data cache is shorter than any publishing interval, so that a chart is never older than ten minutes.
DATA_CACHE_CONFIG = _redis_cache("data", 10 * _MINUTE)
FILTER_STATE_CACHE_CONFIG = _redis_cache("filters", 30 * _DAY) | {"REFRESH_TIMEOUT_ON_RETRIEVAL": True}
EXPLORE_FORM_DATA_CACHE_CONFIG = _redis_cache("forms", 7 * _DAY) | {"REFRESH_TIMEOUT_ON_RETRIEVAL": True}
RATELIMIT_STORAGE_URI = _REDIS_URL
RATELIMIT_IN_MEMORY_FALLBACK_ENABLED = True

# --- Secrets and sessions -----------------------------------------------------------------------------------
SECRET_KEY = _secret("session")
GUEST_TOKEN_JWT_SECRET = _secret("guest-token")
GLOBAL_ASYNC_QUERIES_JWT_SECRET = _secret("async-queries")
SESSION_COOKIE_NAME = "portal_bi"
SESSION_COOKIE_PATH = APPLICATION_ROOT
SESSION_COOKIE_SECURE = _IS_HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
WTF_CSRF_ENABLED = True
WTF_CSRF_TIME_LIMIT = 8 * 60 * _MINUTE

# --- Who may do what ----------------------------------------------------------------------------------------
PUBLIC_ROLE_LIKE = None
AUTH_USER_REGISTRATION = False
RATELIMIT_ENABLED = True
RATELIMIT_APPLICATION = "200 per second"
# Superset puts its own limit for signing in (AUTH_RATE_LIMIT) on a page that takes no passwords.
AUTH_RATE_LIMITED = False
RATELIMIT_DEFAULT = "20 per minute"
RATELIMIT_DEFAULTS_EXEMPT_WHEN = _is_no_sign_in
FAB_API_SWAGGER_UI = False
ENABLE_CORS = False
HTML_SANITIZATION = True
PREVENT_UNSAFE_DB_CONNECTIONS = True
ALLOWED_EXTENSIONS: set[str] = set()
EXCEL_EXTENSIONS: set[str] = set()
CSV_EXTENSIONS: set[str] = set()
COLUMNAR_EXTENSIONS: set[str] = set()
UPLOAD_FOLDER = ""
DATASET_IMPORT_ALLOWED_DATA_URLS: list[str] = []
# No Celery worker runs: nothing here is asynchronous, scheduled or mailed.
CELERY_CONFIG = None
FEATURE_FLAGS = {
    "ALERT_REPORTS": False,
    "CSS_TEMPLATES": False,
    "DASHBOARD_RBAC": False,
    "ENABLE_TEMPLATE_PROCESSING": False,
    "ESCAPE_MARKDOWN_HTML": False,
    "EMBEDDABLE_CHARTS": False,
}

# The navigation bar asks apachesuperset.gateway.scarf.sh for a counting pixel, and maps ask tile servers.
# Superset has no switch for the pixel in a built package; with this policy the browser refuses before
# anything is sent.
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "default-src": ["'self'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
        "object-src": "'none'",
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,  # nginx ends TLS
    "session_cookie_secure": _IS_HTTPS,
    "frame_options": "SAMEORIGIN",
    "referrer_policy": "same-origin",
}
# Not an empty list: the browser code takes the first entry without looking.
DECKGL_BASE_MAP = [["", "—"]]
MAPBOX_API_KEY = ""

# --- Language and figures -----------------------------------------------------------------------------------
BABEL_DEFAULT_LOCALE = "vi"
LANGUAGES = {"vi": {"flag": "vn", "name": "Tiếng Việt"}, "en": {"flag": "gb", "name": "English"}}
D3_FORMAT = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " ₫"]}
CURRENCIES = ["VND"]


def _translated(node):
    """The same menu with its labels in Vietnamese where the message file has them."""
    if isinstance(node, list):
        return [_translated(item) for item in node]
    if isinstance(node, dict):
        return {
            key: _MESSAGES.get(str(value), value) if key == "label" else _translated(value)
            for key, value in node.items()
        }
    return node


def COMMON_BOOTSTRAP_OVERRIDES_FUNC(data: dict) -> dict:
    """What the browser gets on top: menu labels, which Superset translates on the server, and digits."""
    if data["locale"] != "vi":
        return {"d3_format": {}}
    return {"menu_data": data["menu_data"] | {"menu": _translated(data["menu_data"]["menu"])}}


_province = Blueprint("province", __name__)


@_province.route("/province/logo.svg")
def _logo() -> Response:
    """The portal's sign in the province's colour."""
    drawing = (_HERE / "branding" / "logo.svg").read_text("utf-8")
    return Response(drawing.replace("currentColor", _PROFILE["colours"]["primary"]), mimetype="image/svg+xml")


@_province.route("/superset/language_pack/vi/")
def _language_pack() -> Response:
    """Superset's browser code asks here for its messages, in the form of Jed; the package has none in vi."""
    messages = {source: [target] for source, target in _MESSAGES.items()}
    header = {"domain": "superset", "lang": "vi", "plural_forms": "nplurals=1; plural=0;"}
    return jsonify(domain="superset", locale_data={"superset": {"": header, **messages}})


#: Superset includes this template in the head of every page; its own is empty. Without the first line a phone
#: shows the page of a desk, made small; without the second a screen reader does not know the language.
_HEAD = """<meta name="viewport" content="width=device-width, initial-scale=1">
<script nonce="{{ csp_nonce() }}">
  document.documentElement.lang = "{{ session.get('locale', 'vi') }}"
</script>"""


@_province.record
def _add_head(state) -> None:
    own = DictLoader({"head_custom_extra.html": _HEAD})
    state.app.jinja_loader = ChoiceLoader([own, state.app.jinja_loader])


BLUEPRINTS = [_province]
