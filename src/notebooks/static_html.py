"""An executed notebook as one HTML file that needs neither scripts nor a network."""

import html
from pathlib import Path

from jinja2 import pass_context
from latex2mathml.converter import convert
from nbconvert.exporters.html import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from traitlets import Bool, List, Unicode


class MathmlRenderer(IPythonRenderer):
    """Markdown with its formulas as MathML, which browsers draw without MathJax."""

    def block_math(self, body: str) -> str:
        return convert(body, display="block")

    def inline_math(self, body: str) -> str:
        return convert(body)

    def latex_environment(self, name: str, body: str) -> str:
        return convert(f"\\begin{{{name}}}{body}\\end{{{name}}}", display="block")


class StaticHtmlExporter(HTMLExporter):
    """nbconvert's HTML with pictures instead of live figures."""

    template_name = Unicode("static").tag(config=True)
    extra_template_basedirs = List(Unicode(), [str(Path(__file__).parent / "templates")]).tag(config=True)
    embed_images = Bool(True).tag(config=True)

    @property
    def default_config(self):
        config = super().default_config
        # A bundle holds the live figure and its picture: the picture is shown.
        config.merge({"NbConvertBase": {"display_data_priority": ["image/svg+xml", "image/png", "image/jpeg", "text/html", "text/markdown", "text/latex", "text/plain"]}})
        return config

    @pass_context
    def markdown2html(self, context, source: str) -> str:
        renderer = MathmlRenderer(
            escape=False,
            attachments=context.get("cell", {}).get("attachments", {}),
            embed_images=self.embed_images,
            path=context.get("resources", {}).get("metadata", {}).get("path", ""),
            anchor_link_text=self.anchor_link_text,
            exclude_anchor_links=self.exclude_anchor_links,
        )
        return MarkdownWithMath(renderer=renderer).render(source)


def as_static_html(notebook, name: str, folder: str) -> str:
    """The page of an executed notebook; `folder` is where its relative pictures lie."""
    # The kernel says which highlighter suits TypeScript, the notebook file does not keep it.
    notebook.metadata.setdefault("language_info", {"name": "typescript"})
    resources = {"metadata": {"name": html.escape(name), "path": folder}}
    body, _ = StaticHtmlExporter().from_notebook_node(notebook, resources=resources)
    return body
