"""Typed reading of this extension's options; their meaning is declared in `config_declaration.yaml`."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins.toolkit as tk

_PREFIX = "ckanext.province_catalogue."


def profile_path() -> Path:
    """Path of the active province's profile."""
    return Path(tk.config[_PREFIX + "profile"])


def keywords_path() -> Path:
    """Path of the controlled vocabulary of keywords."""
    return Path(tk.config[_PREFIX + "keywords"])


def figures_cache_seconds() -> int:
    """Seconds for which a process may reuse the home page's figures; 0 means never."""
    return tk.config[_PREFIX + "figures_cache_seconds"]


def preview_rows() -> int:
    """Rows per page of a table preview."""
    return tk.config[_PREFIX + "preview_rows"]


def page_size() -> int:
    """Datasets per page of search results (CKAN's own option)."""
    return tk.config["ckan.datasets_per_page"]


def site_url() -> str:
    """Public address of the portal, without a slash at the end."""
    return tk.config["ckan.site_url"].rstrip("/")
