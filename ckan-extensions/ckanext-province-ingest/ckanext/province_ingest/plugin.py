"""CKAN plugin ``province_ingest``: wires loading over DataPusher+ into CKAN."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib.plugins import DefaultTranslation

from .implementations.datapusher_plus import DatapusherPlusMixin
from .implementations.resource_changes import ResourceChangesMixin


@tk.blanket.actions
@tk.blanket.auth_functions
@tk.blanket.blueprints
@tk.blanket.cli
@tk.blanket.config_declarations
@tk.blanket.helpers
class ProvinceIngestPlugin(DatapusherPlusMixin, ResourceChangesMixin, DefaultTranslation, p.SingletonPlugin):
    """Loads uploaded files by their contract and reports what is wrong with them."""

    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)

    def update_config(self, config_: tk.CKANConfig) -> None:
        """Register templates and the assets that DataPusher+'s wheel lacks."""
        tk.add_template_directory(config_, "templates")
        self.register_datapusher_assets()
