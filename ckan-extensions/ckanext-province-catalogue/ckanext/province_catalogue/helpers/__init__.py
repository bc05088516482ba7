"""Template helpers. New ones begin with `province_`; none queries more than once per page."""

from .catalogue import (
    dataset_display_name,
    province_card,
    province_choice,
    province_citation,
    province_directory,
    province_facet_label,
    province_keyword,
    province_license,
    resource_display_name,
)
from .page import (
    province_description,
    province_home,
    province_is_light_page,
    province_language_links,
    province_profile,
    province_text,
)
from .table import (
    province_api_example,
    province_code,
    province_data_dictionary,
    province_preview,
    province_preview_url,
)
from .text import province_date, province_number, province_size, render_datetime

__all__ = [
    "dataset_display_name",
    "province_api_example",
    "province_card",
    "province_choice",
    "province_citation",
    "province_code",
    "province_data_dictionary",
    "province_date",
    "province_description",
    "province_directory",
    "province_facet_label",
    "province_home",
    "province_is_light_page",
    "province_keyword",
    "province_language_links",
    "province_license",
    "province_number",
    "province_preview",
    "province_preview_url",
    "province_profile",
    "province_size",
    "province_text",
    "render_datetime",
    "resource_display_name",
]
