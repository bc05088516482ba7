"""Checks the file against the resource's contract. Nothing in the DataStore has changed before."""

from __future__ import annotations

from pathlib import Path

from ckanext.datapusher_plus.jobs.stages.base import BaseStage
from ckanext.datapusher_plus.jobs.stages.format_converter import FormatConverterStage
from ckanext.datapusher_plus.jobs.stages.validation import ValidationStage

from data_contract.check import check
from data_contract.reading import FORMATS, Hints, read
from data_contract.report import Rejected

from .. import config
from ..context import LoadContext


class ConvertStage(FormatConverterStage):
    """Turns spatial files into CSV, and spreadsheets that have no contract."""

    def should_skip(self, context: LoadContext) -> bool:
        """What can be read against its contract needs no conversion."""
        return context.contract is not None and context.format in FORMATS


class WellFormedStage(ValidationStage):
    """DataPusher+'s own validation, for files that have no contract."""

    def should_skip(self, context: LoadContext) -> bool:
        """The contract's check covers it."""
        return context.contract is not None


class ContractStage(BaseStage):
    """File in, canonical text and verdict out."""

    def should_skip(self, context: LoadContext) -> bool:
        """Without a contract there is nothing to check against."""
        return context.contract is None

    def process(self, context: LoadContext) -> LoadContext:
        """Leave the canonical file at ``context.tmp``.

        Raises:
            Rejected: the file breaks its contract.
        """
        contract = context.contract
        assert contract is not None, "should_skip() lets no other file through"
        target = Path(context.temp_dir) / "canonical.csv"
        format = context.format if context.format in FORMATS else "CSV"
        reading = read(Path(context.tmp), target, format, Hints(schema=contract.schema))
        report = check(reading.path, contract.schema, config.max_reported_errors())
        if not report.valid:
            raise Rejected(*reading.located(report.problems))
        context.update_tmp(str(reading.path))
        return context
