"""Tests of :mod:`pipelines.ledger`."""
