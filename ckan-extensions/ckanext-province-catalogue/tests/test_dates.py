"""Dates on pages: the portal's time zone and the page's language."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests.helpers import changed_config

LATE = "2024-05-31T20:30:00.123456"


@pytest.fixture
def speaking(app):
    """A request in the given language, in Viet Nam's time zone."""

    def begin(prefix: str):
        return app.flask_app.test_request_context(environ_overrides={"CKAN_LANG": prefix})

    with changed_config("ckan.display_timezone", "Asia/Ho_Chi_Minh"):
        yield begin


@pytest.mark.parametrize("moment", [LATE, LATE + "Z", LATE + "+00:00"])
@pytest.mark.parametrize(("lang", "day"), [("vi", "01/06/2024"), ("en", "1 Jun 2024")])
def test_a_moment_belongs_to_the_day_of_the_portals_zone(speaking, lang, day, moment):
    """Half past eight in the evening, UTC, is the next morning in Viet Nam."""
    with speaking(lang):
        assert tk.h.province_date(moment) == day


def test_a_day_stays_the_same_day(speaking):
    """A date without a time knows no zone."""
    with speaking("vi"):
        assert tk.h.province_date("2024-05-31") == "31/05/2024"


@pytest.mark.parametrize("moment", [LATE, LATE + "Z", LATE + "+00:00", "2024-05-31T22:30:00+02:00"])
@pytest.mark.parametrize(("hours", "written"), [(False, "01/06/2024"), (True, "01/06/2024 03:30")])
def test_dates_of_ckans_own_pages_are_vietnamese_too(speaking, moment, hours, written):
    """Activity and dashboards write dd/mm/yyyy like the other pages, in the portal's zone."""
    with speaking("vi"):
        assert tk.h.render_datetime(moment, with_hours=hours) == written


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        pytest.param({}, "1 Jun 2024", id="day"),
        pytest.param({"with_hours": True}, "1 Jun 2024 12:00", id="minute"),
        pytest.param({"with_hours": True, "with_seconds": True}, "1 Jun 2024 12:00:07", id="second"),
        pytest.param({"date_format": "%Y/%m"}, "2024/06", id="the caller's own format"),
    ],
)
def test_dates_of_ckans_own_pages_are_english_too(speaking, parts, written):
    """Day, month in letters and year, and the time in the portal's time zone."""
    with speaking("en"):
        assert tk.h.render_datetime("2024-06-01T05:00:07", **parts) == written


@pytest.mark.parametrize("value", ["yesterday", "", None])
def test_a_broken_date_is_left_out(speaking, value):
    """CKAN's pages show nothing where a date cannot be read."""
    with speaking("vi"):
        assert tk.h.render_datetime(value, with_hours=True) == ""
