"""Pipelines of the portal: they read contracts and data, check them and publish them over CKAN's HTTP API."""
