"""Typed getters of this extension's options; they are declared in ``config_declaration.yaml``."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def max_reported_errors() -> int:
    """Number of problems after which a check stops and reports."""
    return tk.config["ckanext.province_ingest.max_reported_errors"]


def job_timeout() -> int:
    """Longest duration of one load, in seconds."""
    return tk.config["ckanext.province_ingest.job_timeout"]


def full_text_language() -> str:
    """PostgreSQL text-search configuration that ``datastore_search`` queries with."""
    return tk.config["ckan.datastore.default_fts_lang"]


def full_text_index_method() -> str:
    """Index method of the ``_full_text`` column: ``gin`` or ``gist``."""
    return tk.config["ckan.datastore.default_fts_index_method"]


def datastore_read_url() -> str:
    """Connection string of the DataStore's read-only account."""
    return tk.config["ckan.datastore.read_url"]
