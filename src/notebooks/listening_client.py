"""What a kernel writes on stderr, also after the cell that caused it has ended."""

import re
from collections import defaultdict

from nbclient import NotebookClient
from nbclient.client import CellExecutionComplete

COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")

# What libraries say at their start and nobody has to act on.
ALLOWED = (
    re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: I tensorflow/"),
    re.compile(r"^To enable the following instructions: .* rebuild TensorFlow"),
    re.compile(r"^=+$"),
    re.compile(r"^Hi, looks like you are running TensorFlow\.js in Node\.js\."),
    re.compile(r"^\(node:\d+\) .*DeprecationWarning: "),
    re.compile(r"^\(Use `node --trace-"),
    re.compile(r"^\s*$"),
)


class Failure(Exception):
    """Why a notebook did not succeed; `cell` is None where no cell is to blame."""

    def __init__(self, reason: str, message: str = "", cell: int | None = None):
        super().__init__(reason)
        self.reason, self.message, self.cell = reason, message, cell


def without_colours(text: str) -> str:
    return COLOUR.sub("", text)


def unexpected_lines(text: str) -> str:
    """The text from its first line that is not on the allow-list; '' where every line is."""
    lines = without_colours(text).split("\n")
    for index, line in enumerate(lines):
        if not any(pattern.match(line) for pattern in ALLOWED):
            return "\n".join(lines[index:]).strip()
    return ""


class ListeningClient(NotebookClient):
    """nbclient drops what a kernel says after its reply to a cell; what of it went to stderr is kept here."""

    def __init__(self, notebook, **options):
        super().__init__(notebook, **options)
        self.requests: list[str] = []
        self.texts: dict[int, str] = defaultdict(str)

    async def next_message(self, timeout: float | None = None) -> dict:
        message = await self.kc.iopub_channel.get_msg(timeout=timeout)
        asked = message["parent_header"].get("msg_id")
        if message["msg_type"] == "stream" and message["content"]["name"] == "stderr" and asked in self.requests:
            self.texts[self.requests.index(asked) + 1] += message["content"]["text"]
        return message

    async def _async_poll_output_msg(self, parent_msg_id, cell, cell_index) -> None:
        self.requests.append(parent_msg_id)
        while True:
            message = await self.next_message()
            if message["parent_header"].get("msg_id") == parent_msg_id:
                try:
                    self.process_message(message, cell, cell_index)
                except CellExecutionComplete:
                    return

    async def hear_out(self, timeout: float) -> None:
        """Until everything that the kernel has said so far was heard, and its event loop went round once more."""
        request, state = self.kc.kernel_info(), None
        while state != "idle":
            message = await self.next_message(timeout)
            if message["parent_header"].get("msg_id") == request:
                state = message["content"].get("execution_state")

    def unexpected(self) -> list[tuple[int, str]]:
        """The cells, numbered from 1, that wrote a line outside the allow-list on stderr, and what they wrote from there on."""
        found = ((number, unexpected_lines(text)) for number, text in sorted(self.texts.items()))
        return [(number, text) for number, text in found if text]
