"""Which files are taken (IUploader)."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p

from ..pictures import FileUpload, PictureUpload


class UploadsMixin(p.SingletonPlugin):
    """CKAN's own storage, behind a look at what comes as a picture."""

    p.implements(p.IUploader, inherit=True)

    def get_uploader(self, upload_to: str, old_filename: str | None = None) -> PictureUpload:
        """For pictures of agencies, sectors, people and the portal."""
        return PictureUpload(upload_to, old_filename)

    def get_resource_uploader(self, data_dict: dict[str, Any]) -> FileUpload:
        """For files of datasets."""
        return FileUpload(data_dict)
