"""Many small answers or messages as one raw file: a TAR whose members are byte for byte what the source sent.

Equal members give an equal bundle: names in the order given, no times, no owners. A bundle is written as a
stream, so that an exception between two members leaves nothing behind.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipelines.findings import Broken, Finding
from pipelines.text import Text

SUFFIX = ".tar"
END = b"\0" * (2 * tarfile.BLOCKSIZE)


def pieces(members: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The bundle of (name, content) pairs, piece by piece."""
    for name, content in members:
        header = tarfile.TarInfo(name)
        header.size = len(content)
        yield header.tobuf(tarfile.PAX_FORMAT)
        yield content
        yield b"\0" * (-len(content) % tarfile.BLOCKSIZE)
    yield END


def members(path: Path) -> Iterator[tuple[str, bytes]]:
    """The (name, content) pairs of the bundle at ``path``; :class:`Broken` where it was damaged."""
    try:
        with tarfile.open(path, "r|") as bundle:
            for entry in bundle:
                inner = bundle.extractfile(entry) or io.BytesIO()
                yield entry.name, inner.read()
    except tarfile.TarError as error:
        raise Broken([Finding(str(path), "bundle", DAMAGED, value=str(error))]) from error


DAMAGED = Text(
    "Dữ liệu thô đã lưu bị hỏng; hãy khôi phục tệp này từ bản sao lưu rồi chạy lại.",
    "The raw input that was kept is damaged; restore this file from the backup and run again.",
)
