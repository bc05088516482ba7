"""A file that comes as a picture is one: what its bytes are, not what it is called.

Who uploads a web page as an agency's picture would otherwise have it shown under the portal's own address.
Drawings that can carry a program (SVG) are no pictures of agencies, sectors or people.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib import uploader
from werkzeug.datastructures import FileStorage

SIGNATURES = {
    "PNG": (b"\x89PNG\r\n\x1a\n",),
    "JPEG": (b"\xff\xd8\xff",),
    "GIF": (b"GIF87a", b"GIF89a"),
    "BMP": (b"BM",),
    "TIFF": (b"II*\0", b"MM\0*"),
}
ENDINGS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".gif": "GIF",
    ".bmp": "BMP",
    ".tif": "TIFF",
    ".tiff": "TIFF",
}
#: What every browser shows and nothing else.
SHOWN = ("PNG", "JPEG", "GIF")
MB = 1024 * 1024


class PictureUpload(uploader.Upload):
    """CKAN's upload of an agency's, a sector's or a person's picture; it says why it refuses one."""

    def verify_type(self) -> None:
        """See that the file is a picture, of the kind that its name says and not too large.

        Raises:
            ValidationError: it is not, in the language of the page.
        """
        file = self.upload_field_storage
        kind = _kind(file)
        if kind not in SHOWN:
            words = tk._(
                "“{name}” is no PNG, JPEG or GIF picture. Save it as one of these, then upload that file."
            )
            raise tk.ValidationError({self.file_field: [words.format(name=file.filename)]})
        require_true(file, self.file_field)
        limit = uploader.get_max_image_size()
        if _size(file) > limit * MB:
            words = tk._("“{name}” is larger than {limit} MB. Make it smaller, then upload that file.")
            raise tk.ValidationError({self.file_field: [words.format(name=file.filename, limit=limit)]})
        # What the bytes say, a program need not declare
        file.headers["Content-Type"] = f"image/{kind.lower()}"
        super().verify_type()


class FileUpload(uploader.ResourceUpload):
    """CKAN's upload of a dataset's file."""

    def __init__(self, resource: dict[str, Any]) -> None:
        """Take the file out of the resource.

        Raises:
            ValidationError: it is called a picture and is none, in the language of the page.
        """
        if isinstance(file := resource.get("upload"), FileStorage):
            require_true(file, "upload")
        super().__init__(resource)


def require_true(file: FileStorage, field: str) -> None:
    """See that a file whose name ends like a picture's holds one of that kind.

    Raises:
        ValidationError: of the field, in the language of the page.
    """
    kind = _kind(file)
    if kind is None:
        return
    file.stream.seek(0)
    start = file.stream.read(16)
    file.stream.seek(0)
    if not start.startswith(SIGNATURES[kind]):
        words = tk._(
            "“{name}” is called a {kind} picture but holds something else. Save the picture as {kind}, then"
            " upload that file."
        )
        raise tk.ValidationError({field: [words.format(name=file.filename, kind=kind)]})


def _kind(file: FileStorage) -> str | None:
    return ENDINGS.get(PurePath(file.filename or "").suffix.lower())


def _size(file: FileStorage) -> int:
    file.stream.seek(0, 2)
    size = file.stream.tell()
    file.stream.seek(0)
    return size
