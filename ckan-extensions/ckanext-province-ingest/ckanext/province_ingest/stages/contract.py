"""Reads the file, and checks it against the resource's contract. The DataStore is as it was."""

from __future__ import annotations

from pathlib import Path

from ckanext.datapusher_plus.jobs.stages.base import BaseStage
from ckanext.datapusher_plus.jobs.stages.format_converter import FormatConverterStage
from ckanext.datapusher_plus.jobs.stages.validation import ValidationStage
from sqlalchemy.orm import object_session

from data_contract.check import check
from data_contract.reading import FORMATS, Hints, read
from data_contract.report import Rejected
from data_contract.rules import Rules

from .. import config
from ..context import LoadContext
from ..contract.model import alias_of
from ..datastore import facts
from ..datastore.plan import REPLACE
from ..model.load import PENDING, RUNNING, Load


class ReadStage(BaseStage):
    """Files of every kind that the portal reads become one canonical table of texts."""

    def should_skip(self, context: LoadContext) -> bool:
        """Other kinds are DataPusher+'s to convert."""
        return context.format not in FORMATS

    def process(self, context: LoadContext) -> LoadContext:
        """Leave the canonical file at ``context.tmp``.

        Raises:
            Rejected: the file cannot be read without guessing.
        """
        schema = context.contract.schema if context.contract else None
        hints = Hints(schema=schema, sheet=context.resource.get("sheet") or None)
        target = Path(context.temp_dir) / "canonical.csv"
        context.reading = read(Path(context.tmp), target, context.format, hints)
        context.update_tmp(str(context.reading.path))
        return context


class ConvertStage(FormatConverterStage):
    """Turns spatial files into CSV."""

    def should_skip(self, context: LoadContext) -> bool:
        """What was read needs no conversion."""
        return context.reading is not None


class WellFormedStage(ValidationStage):
    """DataPusher+'s own validation, for files that have no contract."""

    def should_skip(self, context: LoadContext) -> bool:
        """The contract's check covers it."""
        return context.contract is not None


class ContractStage(BaseStage):
    """Canonical text in; verdict and rows in normal form out."""

    def should_skip(self, context: LoadContext) -> bool:
        """Without a contract there is nothing to check against."""
        return context.contract is None

    def process(self, context: LoadContext) -> LoadContext:
        """Leave the rows in normal form at ``context.tmp``.

        Raises:
            Rejected: the file breaks its contract.
        """
        contract = context.contract
        assert contract is not None, "should_skip() lets no other file through"
        normal = Path(context.temp_dir) / "normal.csv"
        source, limit = Path(context.tmp), config.max_reported_errors()
        report = check(source, contract.schema, limit, normal=normal, rules=_rules(context))
        if not report.valid:
            located = context.reading.located if context.reading else tuple
            raise Rejected(*located(report.problems))
        context.update_tmp(str(normal))
        return context


def _rules(context: LoadContext) -> Rules:
    contract = context.contract
    assert contract is not None, "rules come with a contract"

    def published(column: str) -> set[str] | None:
        # A version that is brought back, or rows that are only added, may cover less
        if context.load.restores or contract.mode != REPLACE:
            return None
        return facts.published_values(context.resource_id, column)

    def referenced(
        dataset: str | None, resource: str, columns: tuple[str, ...]
    ) -> set[tuple[str, ...]] | None:
        found = facts.resource_of(alias_of(dataset or context.dataset_name, resource) or "")
        if found is None or _is_being_loaded(context, found):
            return None
        return facts.values_of(found, columns)

    return Rules(contract.rules, published, referenced)


def _is_being_loaded(context: LoadContext, resource_id: str) -> bool:
    # Lists and what refers to them are often published together
    if resource_id == context.resource_id:
        return False
    latest = Load.latest(object_session(context.load), resource_id)
    return latest is not None and latest.state in (PENDING, RUNNING)
