"""Archives whose bytes follow from what is in them alone: nothing in them says when they were made."""

from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first instant that an archive can name."""
READABLE_BY_ALL = 0o644 << 16


class TimelessArchive(ZipFile):
    """A zip whose members have no time of their own."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **options: Any) -> None:
        """Add a member of this name."""
        info = ZipInfo(str(zinfo_or_arcname), NO_TIME)
        info.compress_type, info.external_attr = ZIP_DEFLATED, READABLE_BY_ALL
        super().writestr(info, data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **options: Any) -> None:
        """Add a file, under another name where one is given."""
        self.writestr(arcname or filename, Path(filename).read_bytes())
