"""What the portal shows now: the values of a column, asked for by assertions on coverage."""

from __future__ import annotations

from collections.abc import Iterator

from data_contract.rules import Published
from pipelines.publishing.client import Ckan
from pipelines.publishing.mapping import Api
from pipelines.publishing.plan import by_contract_name

PAGE = 10_000


def of_resource(ckan: Ckan, existing: Api | None, name: str) -> Published:
    """The published values of the resource called ``name`` in its contract, column by column.

    A column is without values (None) where the resource was never loaded or did not have the column.
    """
    present = by_contract_name(existing).get(name) if existing else None

    def values(column: str) -> set[str] | None:
        if not present or not present.get("datastore_active"):
            return None
        fields = ckan.read("datastore_search", resource_id=present["id"], limit=0)["fields"]
        if column not in {field["id"] for field in fields}:
            return None
        return {str(value) for value in _distinct(ckan, present["id"], column) if value is not None}

    return values


def _distinct(ckan: Ckan, resource_id: str, column: str) -> Iterator[object]:
    for offset in range(0, 10**9, PAGE):
        page = ckan.read(
            "datastore_search",
            resource_id=resource_id,
            fields=[column],
            distinct=True,
            sort=column,
            limit=PAGE,
            offset=offset,
            include_total=False,
        )["records"]
        yield from (record[column] for record in page)
        if len(page) < PAGE:
            return
