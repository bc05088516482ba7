"""The pages that every rule about pages is checked on, by name, in both languages."""

from __future__ import annotations

from tests.site import Site

LANGUAGES = ("vi", "en")
#: Reported figures that both shipped profiles publish.
DATASET = "apps-and-channels"
PUBLIC = (
    "home",
    "search",
    "results",
    "nothing-found",
    "dataset",
    "file",
    "file-sorted",
    "versions",
    "version",
    "sectors",
    "sector",
    "agencies",
    "agency",
    "about",
    "sign-in",
    "forgotten-password",
    "not-found",
)

Places = dict[str, str]


def places(site: Site) -> Places:
    """Path of each page, in Vietnamese."""
    found = site.dataset(DATASET)
    resource = found["resources"][0]["id"]
    file = f"/dataset/{DATASET}/resource/{resource}"
    return {
        "home": "/",
        "search": "/dataset/",
        "results": "/dataset/?q=so&origin=reported",
        "nothing-found": "/dataset/?q=zzzxqv",
        "dataset": f"/dataset/{DATASET}",
        "file": file,
        "file-sorted": f"{file}?sort=value&order=desc&find=zalo",
        "versions": f"{file}/versions/",
        "version": f"{file}/versions/1",
        "sectors": "/group/",
        "sector": f"/group/{found['groups'][0]['name']}",
        "agencies": "/organization/",
        "agency": f"/organization/{found['organization']['name']}",
        "about": "/about",
        "sign-in": "/user/login",
        "forgotten-password": "/user/reset",
        "not-found": "/dataset/nothing-of-this-name",
    }


def in_language(path: str, language: str) -> str:
    """The same page in a language; Vietnamese has no prefix."""
    return path if language == "vi" else f"/{language}{path}"
