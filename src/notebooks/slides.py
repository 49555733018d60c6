"""Executed notebooks as slides: one HTML file each, with its pictures, that needs no network.

usage: slides.py FOLDER NOTEBOOK...

Writes FOLDER/NAME.html and prints its name and number of slides. A slide begins at a heading, at a
question, at what is shown after a question, and after a folded answer; code is folded away, and
cells that show nothing go.
"""

import re
import sys
from pathlib import Path

import nbformat

from pictures import write_whole
from static_html import as_static_html

HERE = Path(__file__).parent
SOLUTION = re.compile(r"\n*<details><summary>Solution</summary>.*?</details>", re.DOTALL)
# Before a heading or a question, and after a folded answer.
PIECES = re.compile(r"\n\n(?=#{1,3} |\*\*Before you look)|(?<=</details>)\n\n")
QUESTION = re.compile(r"^\*\*Before you look", re.MULTILINE)


def markdown_slides(cell) -> list:
    """The pieces of a Markdown cell, each a cell of its own."""
    text = SOLUTION.sub("", cell.source).strip()
    pieces = [piece for piece in PIECES.split(text) if piece.strip()]
    cells = []
    for number, piece in enumerate(pieces):
        # A folded answer belongs to the figure that it is about.
        metadata = {"starts_slide": not piece.startswith("<details>")}
        name = f"{cell.id}-{number}"
        cells.append(nbformat.v4.new_markdown_cell(piece, id=name, metadata=metadata))
    return cells


def as_slides(notebook) -> int:
    """Makes slides of the cells of an executed notebook; returns how many."""
    cells = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cells += markdown_slides(cell)
        elif cell.get("outputs"):
            last = cells[-1] if cells else None
            # A short text stands above what it introduces, unless it asks what is then seen.
            introduced = (
                last is not None
                and last.cell_type == "markdown"
                and not QUESTION.search(last.source)
                and len(last.source) <= 300
            )
            cell.metadata["starts_slide"] = not introduced
            cells.append(cell)
    if cells:
        cells[0].metadata["starts_slide"] = False
    notebook.cells = cells
    return 1 + sum(bool(cell.metadata.get("starts_slide")) for cell in cells)


if __name__ == "__main__":
    folder, *files = sys.argv[1:]
    looks = {"css": (HERE / "slides.css").read_text(), "script": (HERE / "slides.js").read_text()}
    for source in map(Path, files):
        notebook = nbformat.read(source, as_version=4)
        count = as_slides(notebook)
        page = as_static_html(
            notebook, source.stem, str(source.parent), "slides", {"slides": looks}
        )
        write_whole(Path(folder, f"{source.stem}.html"), page.encode())
        print(f"{source.stem}.html: {count} slides", flush=True)
