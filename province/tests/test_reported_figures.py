"""Reported figures: complete, unaltered, and each with its source."""

import re

import pytest

from province.tests.conftest import ROOT, contracts, figures, read_csv

# Dataset, indicator, value, qualifier, place code, source: every figure of the five sources, once.
EXPECTED = """
open-data-portal               portal_modules                       3  exactly   34    A
open-data-portal               portal_sectors                      12  exactly   34    A
open-data-portal               portal_data_files                  100  more_than 34    A
e-office-network               e_office_levels                      3  exactly   34    A
e-office-network               documents_signed_pct              78.2  exactly   34    A
e-office-network               documents_via_platform_pct        99.2  exactly   34    A
e-office-network               digital_documents               800000  nearly    19    C
online-meetings                online_meeting_levels                3  exactly   34    A
online-meetings                online_meeting_rooms                33  exactly   171   C
online-meetings                online_meeting_communes             30  exactly   171   C
online-public-services         services_with_dossiers_pct          50  more_than 34    E
online-public-services         processed_online_pct                30  more_than 34    E
online-public-services         procedures_level_4_pct             100  exactly   19    C
online-public-services         la_bang_online_services            167  exactly   05815 C
apps-and-channels              party_handbook_members          100000  more_than 34    A
apps-and-channels              party_handbook_cells_pct           100  exactly   34    A
administration-counts          provincial_departments              25  exactly   34    E
administration-counts          districts                            8  exactly   34    E
administration-counts          communes                           260  exactly   34    E
population-and-identity        chip_id_dossiers_pct              98.1  exactly   34    E
population-and-identity        e_id_account_dossiers           211000  exactly   34    E
surveillance-cameras           surveillance_cameras                95  exactly   34    D
criminal-record-certificates   counter_visitors_decrease_pct       80  up_to     34    B
traffic-camera-sites           gateway_sites                        5  exactly   34    E
traffic-camera-sites           city_junction_sites                  6  exactly   34    E
traffic-camera-sites           new_sites_2023                       4  exactly   34    E
traffic-camera-sites           vehicles_checked                 24000  nearly    19    C
operations-centre              operations_centre_components        11  exactly   19    C
culture-information-systems    loudspeaker_clusters                 2  exactly   19    C
culture-information-systems    loudspeaker_households              80  more_than 19    C
digital-payments               e_invoice_enterprises_pct          100  exactly   34    E
digital-payments               digital_bank_accounts          1400000  exactly   34    E
digital-payments               payment_cards                  1400000  exactly   34    E
digital-society                smartphone_adults_pct               80  more_than 34    E
digital-society                base_stations                     1650  exactly   19    C
digital-society                hamlets_with_internet_pct           99  exactly   19    C
digital-society                mobile_broadband_subscribers_pct    70  nearly    19    C
farm-traceability              traceability_stamps            1700000  exactly   19    C
farm-traceability              trees_on_map                    530000  exactly   19    C
digital-skills-and-schools     community_digital_groups          1500  exactly   34    E
digital-skills-and-schools     community_digital_group_members  12000  exactly   34    E
"""
FIGURES = figures()
WORDING = {
    "exactly": ("", ""),
    "more_than": ("hơn ", "more than "),
    "nearly": ("gần ", "nearly "),
    "up_to": ("tới ", "up to "),
}
# Dates that the sources state for a system, by indicator.
PERIODS = {
    "traffic_cameras_handover": "2021-03-01/..",
    "citizen_app_start": "2022-11/..",
    "vneid_certificates_start": "2024-11-18/..",
    "operations_centre_opening": "2021-07",
    "portal_decision": "2022",
    "new_sites_2023": "2023",
    "vehicles_checked": "P3M",
    "violations_trend": "P3Y",
    "accidents_trend": "P3Y",
}


def spoken(value: str) -> tuple[str, str]:
    """The number as Vietnamese and as English text write it: 1400000 is '1,4 triệu' and '1.4 million'."""
    if value.endswith("00000") and len(value) > 6:
        english = f"{int(value) / 1_000_000:g} million"
        return english.replace(".", ",").replace("million", "triệu"), english
    english = value if "." in value else f"{int(value):,}"
    return english.translate(str.maketrans(",.", ".,")), english


def test_every_figure_of_the_sources_is_published_and_no_other():
    """Value, qualifier, place and source of each figure are those of the source; no number was added."""
    expected = [tuple(line.split()) for line in EXPECTED.strip().splitlines()]
    columns = ("value", "qualifier", "place_code", "source_key")
    published = [(*key, *(row[each] for each in columns)) for key, row in FIGURES.items() if row["value"]]
    assert sorted(published) == sorted(expected)


def test_a_statement_has_no_value_and_a_figure_has_one():
    """A source that gives no figure gets none; units belong to figures."""
    for row in FIGURES.values():
        is_statement = row["qualifier"] == "statement"
        assert is_statement == (row["value"] == "") == (row["unit"] == "") == (row["unit_en"] == "")


@pytest.mark.parametrize("key", [key for key, row in FIGURES.items() if row["value"]], ids="/".join)
def test_the_words_say_the_same_as_the_number(key):
    """Both texts give the number as it is, with 'more than', 'nearly' or 'up to' where the source has it."""
    row = FIGURES[key]
    number, number_en = spoken(row["value"])
    words, words_en = WORDING[row["qualifier"]]
    assert re.search(rf"(?<![\d.,]){words}{re.escape(number)}(?![\d.,]*\d)", row["statement"].lower())
    assert re.search(
        rf"(?<![\d.,]){words_en}{re.escape(number_en)}(?![\d.,]*\d)", row["statement_en"].lower()
    )


def test_dates_that_the_sources_state_are_kept():
    """A period is given where the source states one, and only there."""
    assert {row["indicator_code"]: row["period"] for row in FIGURES.values() if row["period"]} == PERIODS


def test_every_row_repeats_its_source():
    """Title and date of a row are those of the list of sources, and all five sources are quoted."""
    sources = {
        row["source_key"]: row for row in read_csv(ROOT / "datasets/noi-vu/reporting-sources/sources.csv")
    }
    for row in FIGURES.values():
        source = sources[row["source_key"]]
        assert (row["source_title"], row["source_title_en"]) == (source["title"], source["title_en"])
        assert row["source_date"] == source["published"]
        assert set(row["other_source_keys"].split()) <= set(sources) - {row["source_key"]}
    assert {row["source_key"] for row in FIGURES.values()} == set("ABCDE") == set(sources)


def test_contracts_list_the_sources_that_their_rows_quote():
    """The metadata names every document behind the rows, and no other."""
    dates = {row["source_key"]: row["source_date"] for row in FIGURES.values()}
    for name, (_, contract) in contracts().items():
        rows = [row for (dataset, _), row in FIGURES.items() if dataset == name]
        quoted = {key for row in rows for key in (row["source_key"], *row["other_source_keys"].split())}
        if rows:
            assert {source["date"] for source in contract["sources"]} == {dates[key] for key in quoted}


def test_an_indicator_is_published_once():
    """No code and no statement appears in two datasets."""
    assert len({code for _, code in FIGURES}) == len(FIGURES)
    assert len({(row["place_code"], row["statement"]) for row in FIGURES.values()}) == len(FIGURES)


def test_the_eleven_components_are_listed():
    """The operations centre has as many component rows as its count says."""
    components = [
        code for dataset, code in FIGURES if dataset == "operations-centre" and code[:10] == "component_"
    ]
    assert len(components) == int(FIGURES["operations-centre", "operations_centre_components"]["value"])


def test_reported_datasets_share_one_shape():
    """All files of figures have the same columns, types and rules."""
    shapes = [
        resource["schema"]
        for _, contract in contracts().values()
        for resource in contract["resources"]
        if resource["path"] == "figures.csv"
    ]
    assert len(shapes) == len({dataset for dataset, _ in FIGURES})
    assert all(shape == shapes[0] for shape in shapes)


def test_every_sector_has_a_reported_dataset(both):
    """No sector of the home page is empty."""
    reported = {each["sector"] for _, each in contracts().values() if each["origin"] == "reported"}
    assert reported == {sector["code"] for sector in both[0]["sectors"]}
