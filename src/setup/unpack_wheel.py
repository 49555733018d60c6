"""Unpacks TensorFlow's two libraries and the headers of its C interface from a wheel.

usage: unpack_wheel.py WHEEL FOLDER LIBRARY...
"""

import shutil
import sys
import zipfile
from pathlib import Path, PurePosixPath

# The 14 headers that the binding includes live here; all of TensorFlow's would be 170 MB.
HEADERS = (
    "include/tensorflow/c/",
    "include/tensorflow/core/platform/ctstring",
    "include/tsl/platform/ctstring",
    "include/xla/tsl/c/",
)


def main(wheel: str, folder: str, libraries: list[str]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            name = entry.filename.removeprefix("tensorflow/")
            if entry.is_dir() or not (name in libraries or name.startswith(HEADERS)):
                continue
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                sys.exit(f"the wheel has an entry outside its folder: {entry.filename}")
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
    missing = [name for name in libraries if not Path(folder, name).exists()]
    if missing:
        sys.exit(f"the wheel lacks {', '.join(missing)}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
