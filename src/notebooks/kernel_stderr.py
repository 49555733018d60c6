"""What a kernel writes on stderr, also after the cell that caused it has ended."""

import asyncio
import re
from collections import defaultdict

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


def without_colours(text: str) -> str:
    return COLOUR.sub("", text)


def unexpected_lines(text: str) -> str:
    """The text from its first line that is not on the allow-list; '' where every line is."""
    lines = without_colours(text).split("\n")
    for index, line in enumerate(lines):
        if not any(pattern.match(line) for pattern in ALLOWED):
            return "\n".join(lines[index:]).strip()
    return ""


class KernelStderr:
    """Listens beside nbclient, which drops what arrives after a cell's reply."""

    def __init__(self, manager):
        self.client = manager.client()
        self.texts: dict[int, str] = defaultdict(str)
        self.numbers: dict[str, int] = {}
        self.idle: set[int] = set()
        self.changed = asyncio.Event()

    async def __aenter__(self):
        self.client.start_channels(shell=False, stdin=False, hb=False, control=False)
        # A subscription takes effect after the connection: an unanswered first message would be missed.
        await asyncio.sleep(0.2)
        self.task = asyncio.create_task(self.listen())
        return self

    async def __aexit__(self, *_error):
        self.task.cancel()
        self.client.stop_channels()

    async def listen(self) -> None:
        while True:
            message = await self.client.get_iopub_msg()
            self.changed.set()
            parent, content = message["parent_header"], message["content"]
            if parent.get("msg_type") != "execute_request":
                continue
            number = self.numbers.setdefault(parent["msg_id"], len(self.numbers) + 1)
            if message["msg_type"] == "stream" and content["name"] == "stderr":
                self.texts[number] += content["text"]
            elif message["msg_type"] == "status" and content["execution_state"] == "idle":
                self.idle.add(number)

    async def wait_for(self, number: int) -> None:
        """Until everything that a cell wrote before it ended has arrived."""
        while number not in self.idle:
            self.changed.clear()
            await asyncio.wait_for(self.changed.wait(), timeout=10)

    async def wait_for_messages(self, quiet: float = 0.1) -> None:
        """Until nothing more has arrived for a moment."""
        self.changed.set()
        while self.changed.is_set():
            self.changed.clear()
            await asyncio.sleep(quiet)

    def unexpected(self) -> list[tuple[int, str]]:
        """The cells that wrote a line outside the allow-list, and what they wrote from there on."""
        found = ((number, unexpected_lines(text)) for number, text in sorted(self.texts.items()))
        return [(number, text) for number, text in found if text]
