"""What a change of a file's description may not lose (IResourceController)."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p

_NOT_IN_THE_FORM = ("contract_name", "schema", "filters", "searchable")


class ResourceControllerMixin(p.SingletonPlugin):
    """Keeps the contract of a file whose name or content is changed in the form."""

    p.implements(p.IResourceController, inherit=True)

    def before_resource_update(self, context: Any, current: dict[str, Any], resource: dict[str, Any]) -> None:
        """Take what an update does not mention as it was; an empty value takes it away."""
        for name in _NOT_IN_THE_FORM:
            if name in current:
                resource.setdefault(name, current[name])
