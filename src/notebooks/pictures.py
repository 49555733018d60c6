"""Pictures of Plotly figures, for readers without Plotly, drawn by the Kaleido of this Python environment."""

import base64
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import uuid
from pathlib import Path
from typing import IO

import kaleido

# Its start and a figure take a second. Now and then a start beside another Kaleido never answers, which should cost little;
# the second chance is for machines where fifteen programs share a core, and a start takes ten.
PATIENCE_SECONDS = (10, 30)

PROGRAMS = Path(kaleido.__file__).parent / "executable"
# What the package was tested with, and what the page of results loads.
PLOTLY = Path(__file__).resolve().parents[2] / "node_modules" / "plotly.js-dist" / "plotly.js"


def start_kaleido(complaints: IO[bytes] | int = subprocess.DEVNULL, plotly: Path = PLOTLY) -> subprocess.Popen:
    """Kaleido's own Python module would do, were it not for clones whose path has a space in it."""
    name = {"linux": "bin/kaleido", "win32": "kaleido.cmd"}.get(sys.platform, "kaleido")
    flags = ("disable-gpu", "allow-file-access-from-files", "disable-breakpad", "disable-dev-shm-usage", "no-sandbox")
    folders = {"LD_LIBRARY_PATH": "lib", "FONTCONFIG_PATH": "etc/fonts", "XDG_DATA_HOME": "xdg"}
    return subprocess.Popen(
        # As a URI: a path with an accent or a space would be garbled on its way into the browser.
        [str(PROGRAMS / name), "plotly", f"--plotlyjs={plotly.as_uri()}", *(f"--{flag}" for flag in flags)],
        cwd=PROGRAMS,
        env={**os.environ, **{variable: str(PROGRAMS / folder) for variable, folder in folders.items()}},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaints,
        shell=sys.platform == "win32",
    )


class RefusedFigure(Exception):
    """A figure that Kaleido cannot draw, with what it says about it."""


class Drawer:
    """One Kaleido. If it is silent it is started anew, once; after that there are no more pictures, so that nobody waits twice."""

    def __init__(self, start=None, patience: tuple[float, float] = PATIENCE_SECONDS):
        self.complaints = tempfile.TemporaryFile()
        self.start, self.patience = start or (lambda: start_kaleido(self.complaints)), patience
        self.process: subprocess.Popen | None = None
        self.has_given_up = False
        # The threads of several notebooks draw.
        self.lock = threading.Lock()

    def draw(self, figure: dict, form: str) -> str | None:
        """SVG, or PNG in base64, of a figure; None without a Kaleido that answers."""
        # Two pixels a layout pixel: sharp on dense screens.
        request = {"data": figure, "format": form, "scale": 2 if form == "png" else 1}
        request.update({side: figure["layout"][side] for side in ("width", "height") if side in figure["layout"]})
        line = json.dumps(request).encode() + b"\n"
        with self.lock:
            answer = b"" if self.has_given_up else self.ask(line, self.patience[0]) or self.ask(line, self.patience[1])
            self.has_given_up = not answer
        if not answer:
            return None
        reply = json.loads(answer)
        if reply["code"] != 0:
            raise RefusedFigure(reply["message"])
        return reply["result"]

    def last_words(self) -> str:
        """What Kaleido said on stderr, its last lines, for a reader who asks why there is no picture."""
        self.complaints.seek(0)
        lines = self.complaints.read().decode(errors="replace").strip().splitlines()
        return "\n".join(lines[-3:]) or "it said nothing"

    def ask(self, line: bytes, seconds: float) -> bytes:
        """Its answer; b"" where it ended, or was killed because it said nothing for too long."""
        # One that has ended costs no waiting, and so no second chance.
        greetings = 0 if self.process and self.process.poll() is None else 1
        if greetings:
            self.complaints.seek(0)
            self.complaints.truncate()
            self.process = self.start()
        watch = threading.Timer(seconds, self.process.kill)
        watch.start()
        try:
            self.process.stdin.write(line)
            self.process.stdin.flush()
            spoken = (said for said in self.process.stdout if said.startswith(b"{"))
            answer = [next(spoken, b"") for _ in range(greetings + 1)][-1]
        except OSError:
            answer = b""
        finally:
            watch.cancel()
        if not answer:
            self.process = None
        return answer


# Where Plotly puts six random digits of the drawing, of a trace and of its colour bar into ids and classes of an SVG.
RANDOM_DIGITS = re.compile(r'(?:id="defs-|class="trace [a-z]+ trace|class="cb)([0-9a-f]{6})(?=[" ])')


def repeatable(svg: str, name: str) -> str:
    """Counts instead of random digits, so that equal figures are equal files; `name` keeps apart the parts of pictures that share a page."""
    # Its place in the tag depends on how fast the browser was.
    svg = svg.replace(' style=""', "", 1)
    for index, digits in enumerate(dict.fromkeys(RANDOM_DIGITS.findall(svg))):
        svg = re.sub(rf'(clip|defs-|legend|trace|cb|["#]g){digits}', rf"\g<1>-{name}-{index}-", svg)
    return svg


def write_whole(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    # Named as src/writeWhole.ts does, which removes what a killed process left.
    partial = file.with_name(f".{file.name}.{uuid.uuid4()}.part")
    partial.write_bytes(content)
    partial.replace(file)


def draw_saved(file: Path, drawer: Drawer) -> None:
    """Writes `figure2.svg` and `figure2.png` beside `figure2.plotly.json`."""
    figure, name = json.loads(file.read_text(encoding="utf-8")), file.name.removesuffix(".plotly.json")
    svg, png = drawer.draw(figure, "svg"), drawer.draw(figure, "png")
    if svg and png:
        write_whole(file.with_name(f"{name}.svg"), repeatable(svg, name).encode())
        write_whole(file.with_name(f"{name}.png"), base64.b64decode(png))


def illustrate(notebook, drawer: Drawer) -> None:
    """Puts a picture beside every live figure in the outputs of a notebook."""
    bundles = [output.data for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output]
    for number, bundle in enumerate(bundles):
        figure = bundle.get("application/vnd.plotly.v1+json")
        # Grids of images are smaller and sharper as PNG, plots as SVG.
        form = "png" if figure and figure["layout"].get("images") else "svg"
        drawn = figure and drawer.draw(figure, form)
        if drawn and form == "png":
            bundle["image/png"] = drawn
        elif drawn:
            bundle["image/svg+xml"] = repeatable(drawn, str(number))
