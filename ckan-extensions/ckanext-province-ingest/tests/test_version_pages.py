"""Versions in the browser."""

from __future__ import annotations

import pytest
from ckan.tests import helpers
from conftest import BETTER, GOOD, records, work

pytestmark = pytest.mark.usefixtures("fresh")


@pytest.fixture
def headers(steward):
    return {"Authorization": steward["token"]}


@pytest.fixture
def twice(upload_with_contract):
    """A resource with two versions."""
    resource = upload_with_contract(GOOD)
    work()
    upload_with_contract(BETTER, resource, version_reason="Đính chính <script>alert(1)</script>")
    work()
    return resource


def address(resource: dict, rest: str = "", language: str = "vi") -> str:
    return f"/{language}/dataset/e-office-monthly/resource/{resource['id']}/versions/{rest}"


class TestPages:
    @pytest.mark.parametrize(
        ("language", "texts"),
        [
            ("vi", ["Các phiên bản dữ liệu", "thêm 1, sửa 1, bớt 1", "Phiên bản đầu tiên"]),
            ("en", ["Versions of the data", "1 added, 1 changed, 1 removed", "First version"]),
        ],
    )
    def test_list_tells_what_each_version_changed(self, app, twice, language, texts):
        """Visitors read the list in their language."""
        body = app.get(address(twice, language=language)).body
        assert [text for text in texts if text not in body] == []

    @pytest.mark.parametrize(("language", "text"), [("vi", "Các dòng thay đổi"), ("en", "Changed rows")])
    def test_version_shows_rows_before_and_now(self, app, twice, language, text):
        """One version: its permanent address and the rows that it changed."""
        body = app.get(address(twice, "2", language)).body
        assert text in body
        assert "2024-01, A01" in body
        assert f"/resource/{twice['id']}/versions/2" in body

    def test_words_of_stewards_are_text(self, app, twice):
        """Markup in a reason is shown, not run."""
        body = app.get(address(twice, "2")).body
        assert "&lt;script&gt;alert(1)" in body
        assert "<script>alert(1)" not in body

    def test_older_version_points_to_the_newest(self, app, twice):
        """Nobody takes old data for the current ones unawares."""
        assert "Newer data has been published since." in app.get(address(twice, "1", "en")).body

    def test_file_of_a_version_is_a_download(self, app, twice):
        """The bytes as they came, under the name that they had, never as a page."""
        answer = app.get(address(twice, "1/file"))
        assert answer.body == GOOD
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert "attachment" in answer.headers["Content-Disposition"]

    def test_resource_page_names_its_version(self, app, twice):
        """The page of the file says which version it shows, with a way to the others."""
        body = app.get(f"/en/dataset/e-office-monthly/resource/{twice['id']}").body
        assert "Version 2" in body
        assert f"/resource/{twice['id']}/versions" in body

    @pytest.mark.parametrize("rest", ["9", "9/file", "0"])
    def test_unknown_version_is_a_404(self, app, twice, rest):
        """A number that never was is not found."""
        app.get(address(twice, rest), status=404)

    def test_address_under_another_dataset_is_a_404(self, app, twice):
        """A resource is found under its own dataset only."""
        app.get(f"/dataset/other/resource/{twice['id']}/versions/", status=404)

    def test_private_versions_are_private(self, app, twice, dataset, steward, headers):
        """Versions of a private dataset, and their files, are for those who may see it."""
        helpers.call_action("package_patch", {"user": steward["name"]}, id=dataset["id"], private=True)
        for rest in ("", "1", "1/file"):
            app.get(address(twice, rest), status=403)
            app.get(address(twice, rest), headers=headers, status=200)


class TestRestore:
    def test_steward_publishes_a_version_again(self, app, twice, headers):
        """The button on an earlier version makes its file the newest version."""
        assert "Publish version 1 again" in app.get(address(twice, "1", "en"), headers=headers).body
        app.post(address(twice, "1/restore"), data={"reason": "x"}, headers=headers, follow_redirects=False)
        work()
        assert [row["sent_count"] for row in records(twice)] == [12, 15]

    def test_visitors_have_no_button_and_no_right(self, app, twice):
        """Without the right to change the resource there is neither form nor effect."""
        assert "Publish version" not in app.get(address(twice, "1", "en")).body
        app.post(address(twice, "1/restore"), data={"reason": "x"}, status=403)

    def test_program_is_shown_how(self, app, twice, headers):
        """Those who may publish find commands with this resource's id."""
        body = app.get(address(twice), headers=headers).body
        assert "province_ingest_version_create" in body
        assert "province_ingest_version_create" not in app.get(address(twice)).body
