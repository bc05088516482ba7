"""Catalogue of a province's open data on CKAN."""
