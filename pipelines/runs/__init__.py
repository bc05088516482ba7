"""Runs of pipelines: records from their sources become the files of datasets."""
