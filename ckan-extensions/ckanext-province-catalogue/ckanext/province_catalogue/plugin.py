"""Catalogue of a province's open data: sectors, agencies, metadata schema, theme and both languages."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.lib.plugins import DefaultTranslation

from . import config as own_config
from . import profile
from .implementations import (
    FacetsMixin,
    PackageControllerMixin,
    ResourceControllerMixin,
    UploadsMixin,
    quicken_tracking,
)


@tk.blanket.actions
@tk.blanket.blueprints
@tk.blanket.cli
@tk.blanket.config_declarations
@tk.blanket.helpers
@tk.blanket.validators
class ProvinceCataloguePlugin(
    FacetsMixin,
    PackageControllerMixin,
    ResourceControllerMixin,
    UploadsMixin,
    p.SingletonPlugin,
    DefaultTranslation,
):
    """Named in `ckan.plugins` before the plugins whose templates it replaces, among them `scheming_*`."""

    p.implements(p.IConfigurer)
    p.implements(p.IConfigurable)
    p.implements(p.ITranslation)

    # IConfigurer
    def update_config(self, config: CKANConfig) -> None:
        """Add templates and assets and name the licences."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
        tk.add_resource("assets", "province_catalogue")
        config["licenses_group_url"] = (Path(__file__).parent / "schemas" / "licenses.json").as_uri()

    # IConfigurable
    def configure(self, config: CKANConfig) -> None:
        """Refuse to start with a profile that is missing or wrong."""
        profile.load_profile(own_config.profile_path())
        quicken_tracking()

    # ITranslation
    def i18n_domain(self) -> str:
        """Name of the catalogue files in `i18n`."""
        return "ckanext-province_catalogue"
