"""The patterned strings that contracts and profiles share, beside those of :mod:`data_contract.models`."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

DATE = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
PERIOD = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
WEB = r"^https?://\S+$"
CSV_PATH = r"^[A-Za-z0-9][A-Za-z0-9_-]*\.csv$"
SPOKEN = r"^\S(.*\S)?$"

Day = Annotated[str, StringConstraints(pattern=DATE)]
Period = Annotated[str, StringConstraints(pattern=PERIOD)]
Email = Annotated[str, StringConstraints(pattern=EMAIL)]
WebAddress = Annotated[str, StringConstraints(pattern=WEB)]
CsvPath = Annotated[str, StringConstraints(pattern=CSV_PATH)]
Line = Annotated[str, StringConstraints(pattern=SPOKEN, max_length=300)]
"""One line of text for people, without blanks around it."""
Prose = Annotated[str, StringConstraints(min_length=1)]
"""Text for people that may have several lines."""
