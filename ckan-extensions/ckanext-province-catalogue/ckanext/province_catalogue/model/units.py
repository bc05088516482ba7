"""Sectors and agencies with both names and their place in the hierarchy, in one statement."""

from __future__ import annotations

from dataclasses import dataclass

import ckan.model as ckan_model
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB


@dataclass(frozen=True)
class UnitRow:
    """A sector (CKAN group) or an agency (CKAN organisation)."""

    id: str
    name: str
    title: str
    title_en: str
    description: str
    description_en: str
    icon: str
    is_agency: bool
    parent: str | None
    """Name of the unit above it, or None at the top."""


def list_units() -> list[UnitRow]:
    """All active sectors and agencies, in no particular order.

    A unit's parent is kept as CKAN keeps it: the child is the `group_id` of a member row whose `table_id` is
    the parent (`ckan.model.Group.get_parent_groups`).
    """
    group, parent = ckan_model.Group, sa.orm.aliased(ckan_model.Group)
    link = ckan_model.Member
    is_parent = sa.and_(link.group_id == group.id, link.table_name == "group", link.state == "active")
    extras = sa.type_coerce(group.extras, JSONB)
    statement = (
        sa.select(group.id, group.name, group.title, group.description, group.is_organization, extras)
        .add_columns(parent.name)
        .select_from(group)
        .outerjoin(link, is_parent)
        .outerjoin(parent, sa.and_(parent.id == link.table_id, parent.state == "active"))
        .where(group.state == "active", group.type.in_(("group", "organization")))
    )
    return [_unit(*row) for row in ckan_model.Session.execute(statement)]


def _unit(
    id: str,
    name: str,
    title: str | None,
    description: str | None,
    is_agency: bool,
    extras: dict[str, str] | None,
    parent: str | None,
) -> UnitRow:
    more = extras or {}
    return UnitRow(
        id=id,
        name=name,
        title=title or name,
        title_en=more.get("title_en", ""),
        description=description or "",
        description_en=more.get("description_en", ""),
        icon=more.get("icon", ""),
        is_agency=is_agency,
        parent=parent,
    )
