"""The pages that an editor works on, and those that only an administrator opens, by name."""

from __future__ import annotations

from tests.e2e.pages import Places, places
from tests.e2e.steward import Steward
from tests.site import Site

EDITOR = (
    "home",
    "search",
    "dataset",
    "own-dataset",
    "own-file",
    "own-versions",
    "own-version",
    "structure",
    "agency",
    "news",
    "my-datasets",
    "my-agencies",
    "my-sectors",
    "profile",
    "profile-agencies",
    "profile-sectors",
    "profile-activity",
    "settings",
    "tokens",
    "new-dataset",
    "edit-dataset",
    "order-files",
    "new-file",
    "edit-file",
    "views",
    "dictionary",
    "loading",
    "delete-file",
    "delete-dataset",
    "activity",
    "changes",
    "old-version",
    "dataset-sectors",
)
ADMINISTRATOR = (
    "followers",
    "profile-followers",
    "agency-new",
    "agency-edit",
    "agency-members",
    "agency-members-read",
    "agency-new-member",
    "agency-member",
    "agency-member-delete",
    "agency-datasets",
    "agency-delete",
    "agency-activity",
    "agency-about",
    "sector-new",
    "sector-edit",
    "sector-members",
    "sector-new-member",
    "sector-delete",
    "sector-activity",
    "sector-followers",
    "users",
    "profile",
    "settings",
    "user-delete",
    "sysadmins",
    "config",
    "config-reset",
    "trash",
    "trash-purge",
    "activities",
)


def desk_places(site: Site, steward: Steward) -> Places:
    """Path of each page, in Vietnamese; the public ones among them."""
    public = places(site)
    sector = public["sector"].rpartition("/")[2]
    return {
        **public,
        **_dataset_places(site, steward),
        **_user_places(steward.name),
        **_unit_places("organization", "agency", steward.agency, steward.name),
        **_unit_places("group", "sector", sector, steward.name),
        "users": "/user/",
        "sysadmins": "/ckan-admin/",
        "config": "/ckan-admin/config",
        "config-reset": "/ckan-admin/reset_config",
        "trash": "/ckan-admin/trash",
        "trash-purge": "/ckan-admin/trash?name=package",
        "activities": "/ckan-admin/activities",
    }


def _dataset_places(site: Site, steward: Steward) -> Places:
    name = steward.dataset
    dataset = f"/dataset/{name}"
    file = f"{dataset}/resource/{steward.resource}"
    activities = site.do("package_activity_list", id=name)
    changed = next(one["id"] for one in activities if one["activity_type"] == "changed package")
    return {
        "own-dataset": dataset,
        "own-file": file,
        "own-versions": f"{file}/versions/",
        "own-version": f"{file}/versions/1",
        "structure": f"{file}/structure",
        "new-dataset": "/dataset/new",
        "edit-dataset": f"/dataset/edit/{name}",
        "order-files": f"/dataset/resources/{name}",
        "new-file": f"{dataset}/resource/new",
        "edit-file": f"{file}/edit",
        "views": f"{file}/views",
        "dictionary": f"{dataset}/dictionary/{steward.resource}",
        "loading": f"{dataset}/resource_data/{steward.resource}",
        "delete-file": f"{file}/delete",
        "delete-dataset": f"/dataset/delete/{name}",
        "activity": f"/dataset/activity/{name}",
        "changes": f"/dataset/changes/{changed}",
        "old-version": f"{dataset}/history/{changed}",
        "followers": f"/dataset/followers/{name}",
        "dataset-sectors": f"/dataset/groups/{name}",
    }


def _user_places(name: str) -> Places:
    return {
        "news": "/dashboard/",
        "my-datasets": "/dashboard/datasets",
        "my-agencies": "/dashboard/organizations",
        "my-sectors": "/dashboard/groups",
        "profile": f"/user/{name}",
        "profile-agencies": f"/user/{name}/organizations",
        "profile-sectors": f"/user/{name}/groups",
        "profile-activity": f"/user/activity/{name}",
        "profile-followers": f"/user/followers/{name}",
        "settings": f"/user/edit/{name}",
        "tokens": f"/user/{name}/api-tokens",
        "user-delete": f"/user/delete/{name}",
    }


def _unit_places(kind: str, word: str, name: str, member: str) -> Places:
    """Pages about an agency or a sector."""
    actions = {
        "edit": "edit",
        "members": "manage_members",
        "members-read": "members",
        "new-member": "member_new",
        "datasets": "bulk_process",
        "delete": "delete",
        "activity": "activity",
        "about": "about",
        "followers": "followers",
    }
    return {
        f"{word}-new": f"/{kind}/new",
        f"{word}-member": f"/{kind}/member_new/{name}?user={member}",
        f"{word}-member-delete": f"/{kind}/member_delete/{name}?user={member}",
        **{f"{word}-{page}": f"/{kind}/{action}/{name}" for page, action in actions.items()},
    }
