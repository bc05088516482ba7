"""Controlled vocabularies of the contract: the EU authority tables and the project's own short lists.

Sources: https://op.europa.eu/en/web/eu-vocabularies (frequency, data theme, access right, language) and the
Frictionless Table Schema specification (field types). A new value is added here, never guessed elsewhere.
"""

from __future__ import annotations

from typing import Literal

AUTHORITY = "http://publications.europa.eu/resource/authority"

Frequency = Literal[
    "1MIN", "5MIN", "10MIN", "15MIN", "30MIN", "HOURLY", "BIHOURLY", "TRIHOURLY", "12HRS",
    "CONT", "UPDATE_CONT", "DAILY", "DAILY_2", "WEEKLY", "WEEKLY_2", "WEEKLY_3", "BIWEEKLY",
    "MONTHLY", "MONTHLY_2", "MONTHLY_3", "BIMONTHLY", "QUARTERLY", "ANNUAL", "ANNUAL_2", "ANNUAL_3",
    "BIENNIAL", "TRIENNIAL", "QUADRENNIAL", "QUINQUENNIAL", "DECENNIAL", "BIDECENNIAL", "TRIDECENNIAL",
    "AS_NEEDED", "IRREG", "NEVER", "NOT_PLANNED", "OTHER", "UNKNOWN",
]  # fmt: skip

Theme = Literal[
    "AGRI", "ECON", "EDUC", "ENER", "ENVI", "GOVE", "HEAL", "INTR", "JUST", "REGI", "SOCI", "TECH", "TRAN",
]  # fmt: skip

FieldType = Literal[
    "string", "integer", "number", "boolean", "date", "datetime", "time", "year", "yearmonth", "duration",
    "object", "array", "geojson", "geopoint", "any",
]  # fmt: skip

SpatialUnit = Literal["country", "province", "district", "commune", "hamlet", "site"]

ACCESS_RIGHTS = {
    "public": f"{AUTHORITY}/access-right/PUBLIC",
    "internal": f"{AUTHORITY}/access-right/NON_PUBLIC",
}

VIETNAMESE = f"{AUTHORITY}/language/VIE"
ENGLISH = f"{AUTHORITY}/language/ENG"

UNIT_OF_SUFFIX = {"_pct": "percent", "_vnd": "VND", "_ms": "millisecond", "_kmh": "kilometre_per_hour"}
"""A column's suffix and the unit that it stands for, the same in every dataset."""
