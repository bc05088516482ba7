"""Tests of the e-office pipeline."""
