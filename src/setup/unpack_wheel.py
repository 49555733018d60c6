"""Unpacks from a wheel the files below its folder ROOT that match a PATTERN, and the headers of TensorFlow's C interface.

usage: unpack_wheel.py WHEEL ROOT FOLDER PATTERN...
"""

import shutil
import sys
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

# The 14 headers that the binding includes live here; all of TensorFlow's would be 170 MB.
HEADERS = (
    "include/tensorflow/c/",
    "include/tensorflow/core/platform/ctstring",
    "include/tsl/platform/ctstring",
    "include/xla/tsl/c/",
)


EXECUTABLE = 0o111


def main(wheel: str, root: str, folder: str, patterns: list[str]) -> None:
    found = set()
    with zipfile.ZipFile(wheel) as archive:
        for entry in archive.infolist():
            if entry.is_dir() or not entry.filename.startswith(f"{root}/"):
                continue
            name = entry.filename.removeprefix(f"{root}/")
            matching = {pattern for pattern in patterns if fnmatchcase(name, pattern)}
            if not (matching or name.startswith(HEADERS)):
                continue
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                sys.exit(f"the wheel has an entry outside its folder: {entry.filename}")
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as source, target.open("wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
            if entry.external_attr >> 16 & EXECUTABLE:
                target.chmod(target.stat().st_mode | EXECUTABLE)
            found |= matching
    missing = [pattern for pattern in patterns if pattern not in found]
    if missing:
        sys.exit(f"the wheel lacks {', '.join(missing)}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
