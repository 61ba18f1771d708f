"""Rename photographs to the moment when they were taken: 2024-03-12 18.22.05.jpg."""

import sys
from datetime import datetime
from pathlib import Path

from PIL import Image

TAKEN = 36867  # EXIF: DateTimeOriginal


def taken(path: Path) -> datetime | None:
    """When the photograph was taken, or None where the camera did not say."""
    with Image.open(path) as image:
        value = image.getexif().get_ifd(0x8769).get(TAKEN)
    return datetime.strptime(value, "%Y:%m:%d %H:%M:%S") if value else None


def main(folder: Path) -> None:
    for path in sorted(folder.glob("*.jpg")):
        moment = taken(path)
        if moment is None:
            print(f"{path.name}: no date, left alone")
            continue
        target = path.with_name(f"{moment:%Y-%m-%d %H.%M.%S}{path.suffix.lower()}")
        if not target.exists():
            path.rename(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
