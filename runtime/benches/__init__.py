"""Measurements, one module each, with a function ``run(settings) -> dict``.

They give ratios against a rival in the same run.
"""

#: Modules here that measurements share and that are none themselves.
HELPERS = ("load", "processes", "sites", "stock")
