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


def download_allowed_inside() -> tuple[str, ...]:
    """Hosts, addresses and networks inside the organisation that linked files may be fetched from."""
    return tuple(tk.config["ckanext.province_ingest.download_allowed_inside"])


def download_timeout() -> int:
    """Longest duration of one download, in seconds."""
    return tk.config["ckanext.province_ingest.download_timeout"]


def max_resource_bytes() -> int:
    """Largest file, uploaded or linked."""
    return tk.config["ckan.max_resource_size"] * 1024 * 1024


def workers() -> int:
    """Number of job workers; 0 for one on each processor core."""
    return tk.config["ckanext.province_ingest.workers"]
