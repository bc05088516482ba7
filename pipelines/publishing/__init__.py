"""Publishing: contracts and their files into CKAN, over its HTTP API only.

Nothing is ever deleted, and nothing is touched that does not carry ``managed_by: portal-publish``.
"""
