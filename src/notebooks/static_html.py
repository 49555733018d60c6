"""An executed notebook as one HTML file that needs neither scripts nor a network."""

import html
from pathlib import Path

import nbconvert.exporters.html
from latex2mathml.converter import convert
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer
from traitlets.config import Config


class MathmlRenderer(IPythonRenderer):
    """Markdown with its formulas as MathML, which browsers draw without MathJax."""

    def block_math(self, body: str) -> str:
        return convert(body, display="block")

    def inline_math(self, body: str) -> str:
        return convert(body)

    def latex_environment(self, name: str, body: str) -> str:
        return convert(f"\\begin{{{name}}}{body}\\end{{{name}}}", display="block")


# The exporter knows its renderer by this name only.
nbconvert.exporters.html.IPythonRenderer = MathmlRenderer

# A bundle holds the live figure and its picture: the picture is shown.
PRIORITY = ["image/svg+xml", "image/png", "image/jpeg", "text/html", "text/markdown", "text/latex", "text/plain"]


def as_static_html(notebook, name: str, folder: str, template: str = "static", extras: dict | None = None) -> str:
    """The page of an executed notebook; `folder` is where its relative pictures lie, `extras` what else the template needs."""
    # The kernel says which highlighter suits TypeScript, the notebook file does not keep it.
    notebook.metadata.setdefault("language_info", {"name": "typescript"})
    templates = str(Path(__file__).parent / "templates")
    exporter = HTMLExporter(
        template_name=template,
        extra_template_basedirs=[templates],
        # One template of ours extends the other.
        extra_template_paths=[templates],
        embed_images=True,
        config=Config({"NbConvertBase": {"display_data_priority": PRIORITY}}),
    )
    body, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": html.escape(name), "path": folder}, **(extras or {})})
    return body
