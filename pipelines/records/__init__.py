"""Records of source systems: their contract, and the check that lets only sound ones through.

    contract = records.load(Path("pipelines/e_office/records/document.yaml"))
    checked = records.check(frame, contract)

A record that breaks a rule is set aside with its reasons or stops the run, as the contract says; nothing is
repaired, filled in or dropped without a count.
"""

from pipelines.records.check import Checked, check
from pipelines.records.duplicates import settled
from pipelines.records.limit import too_many
from pipelines.records.load import load, load_all
from pipelines.records.model import RecordContract

__all__ = ["Checked", "RecordContract", "check", "load", "load_all", "settled", "too_many"]
