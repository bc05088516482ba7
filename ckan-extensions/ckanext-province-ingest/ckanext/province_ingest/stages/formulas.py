"""DataPusher+'s formulas and suggestions, run where the dataset's form has any."""

from __future__ import annotations

import logging

import ckan.plugins as p
import ckan.plugins.toolkit as tk
import ckanext.datapusher_plus.datastore_utils as dsu
from ckan.lib.search import SearchIndexError
from ckanext.datapusher_plus.jobs.stages.formula import FormulaStage

from ..context import LoadContext

log = logging.getLogger(__name__)

PROGRESS = "dpp_suggestions"
SECTIONS = ("dataset_fields", "resource_fields")


class FormulasStage(FormulaStage):
    """Finds the loaded plugins through CKAN; the original splits ``ckan.plugins``, which is a list by now."""

    def should_skip(self, context: LoadContext) -> bool:
        """Skip without scheming, without statistics to compute from, and where no field has a formula."""
        if context.contract is not None or not p.plugin_loaded("scheming_datasets"):
            return True
        schema = tk.get_action("scheming_dataset_schema_show")({"ignore_auth": True}, {"type": "dataset"})
        return not any("formula" in key for part in SECTIONS for field in schema[part] for key in field)

    def process(self, context: LoadContext) -> LoadContext:
        """Compute formulas and keep what they changed on the resource.

        Rows are published by now, and stay where the dataset's own form refuses it or the search does not
        answer; that is logged.
        """
        before = dict(context.resource)
        try:
            super().process(context)
            # Its progress belongs to the dataset, where the buttons look for it
            context.resource.pop(PROGRESS, None)
            changed = {key: value for key, value in context.resource.items() if before.get(key) != value}
            if changed:
                dsu.update_resource({**dsu.get_resource(context.resource_id), **changed})
            self._finish(context)
        except (tk.ValidationError, SearchIndexError) as error:
            log.error("Formulas of resource %s could not be kept: %s", context.resource_id, error)
        return context

    def _finish(self, context: LoadContext) -> None:
        # The original does this in a stage that ours replace; buttons wait for it
        package = dsu.get_package(context.resource["package_id"])
        if package.get(PROGRESS):
            dsu.revise_package(package["id"], update={PROGRESS: {"STATUS": "DONE"}})
