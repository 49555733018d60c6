"""Writes an oracle beside its script, with the versions of the tools that made it."""
import json
import platform
from importlib.metadata import version
from pathlib import Path


def rounded(value):
    """Nested lists of plain numbers with 9 significant digits."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, dict):
        return {key: rounded(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(entry) for entry in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value


def record(script, packages, values):
    versions = {"python": platform.python_version(), **{name: version(name) for name in packages}}
    entries = {"madeBy": Path(script).name, "versions": versions, **rounded(values)}
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(value)}" for key, value in entries.items())
    Path(script).with_suffix(".json").write_text(f"{{\n{lines}\n}}\n")
