"""Typed getters of this extension's options; they are declared in ``config_declaration.yaml``."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins.toolkit as tk


def max_reported_errors() -> int:
    """Number of problems after which a check stops and reports."""
    return tk.config["ckanext.province_ingest.max_reported_errors"]


def job_timeout() -> int:
    """Longest duration of one load, in seconds."""
    return tk.config["ckanext.province_ingest.job_timeout"]


def versions_path() -> Path:
    """Folder of the files of all versions."""
    return Path(tk.config["ckan.storage_path"]) / "versions"


def versions_kept() -> int:
    """How many of a resource's newest versions keep their files; 0 for all."""
    return tk.config["ckanext.province_ingest.versions_kept"]


def full_text_language() -> str:
    """PostgreSQL text-search configuration that ``datastore_search`` queries with."""
    return tk.config["ckan.datastore.default_fts_lang"]


def full_text_index_method() -> str:
    """Index method of the ``_full_text`` column: ``gin`` or ``gist``."""
    return tk.config["ckan.datastore.default_fts_index_method"]


def datastore_read_url() -> str:
    """Connection string of the DataStore's read-only account."""
    return tk.config["ckan.datastore.read_url"]
