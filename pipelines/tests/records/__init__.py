"""Tests of the record contract and its check."""
