"""DataPusher+'s pipeline with our stages."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckanext.datapusher_plus.jobs.pipeline import DataProcessingPipeline
from ckanext.datapusher_plus.jobs.stages.base import BaseStage
from ckanext.datapusher_plus.qsv_utils import QSVCommand

from .context import LoadContext
from .contract.model import contract_of
from .datastore.session import Lock
from .model.load import Load
from .stages.contract import ContractStage, ConvertStage, ReadStage, WellFormedStage
from .stages.fetch import FetchStage
from .stages.formulas import FormulasStage
from .stages.inference import InferenceStage
from .stages.proposal import ProposalStage, existing_info
from .stages.publish import ChangesStage, PublishStage

log = logging.getLogger(__name__)


class LoadPipeline(DataProcessingPipeline):
    """Fetch, read, check or infer, publish as a version, compute formulas, tell what changed."""

    def __init__(self, on_stage: Callable[[str], None]):
        self.on_stage = on_stage
        self.stages: list[BaseStage] = [
            FetchStage(),
            ReadStage(),
            ConvertStage(),
            ProposalStage(),
            WellFormedStage(),
            ContractStage(),
            InferenceStage(),
            PublishStage(),
            FormulasStage(),
            ChangesStage(),
        ]

    def execute(self, context: LoadContext) -> LoadContext:
        """Run the stages; one that returns None says that there is no more to do.

        The original takes that for an error, and wraps every exception in a sentence.
        """
        for stage in self.stages:
            self.on_stage(stage.name)
            if stage(context) is None:
                break
        return context


def new_context(load: Load, lock: Lock, temp_dir: str) -> LoadContext:
    """Gather what a load needs to know before it touches the file.

    Raises:
        BrokenContract: the resource carries a contract that cannot be used.
        toolkit.ObjectNotFound: the resource is gone.
    """
    resource_id = load.resource_id
    resource = tk.get_action("resource_show")({"ignore_auth": True}, {"id": resource_id})
    package = tk.get_action("package_show")({"ignore_auth": True}, {"id": resource["package_id"]})
    contract = contract_of(resource, package["name"])
    return LoadContext(
        load=load,
        lock=lock,
        dataset_name=package["name"],
        task_id=load.job_id or load.id,
        input={"metadata": {"resource_id": resource_id}},
        temp_dir=temp_dir,
        logger=log,
        qsv=None if contract else QSVCommand(logger=log),
        resource=resource,
        resource_id=resource_id,
        ckan_url=tk.config["ckan.site_url"],
        contract=contract,
        fingerprint=contract.fingerprint if contract else _fingerprint(resource),
        force=load.force,
    )


def _fingerprint(resource: dict[str, Any]) -> str:
    overrides = {name: info.get("type_override") for name, info in existing_info(resource["id"]).items()}
    settings = {"format": resource.get("format"), "overrides": {k: v for k, v in overrides.items() if v}}
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()
