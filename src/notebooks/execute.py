"""Executes notebooks with our kernel; whatever is not a plain success of every cell is a failure.

usage: execute.py KERNEL SECONDS AT_ONCE FOLDER NOTEBOOK...

Writes FOLDER/NAME.ipynb and FOLDER/NAME.html of every notebook that succeeds. Prints one JSON line for each event on stdout:
  {"notebook": "NAME.ipynb", "event": "cell", "cell": 2, "of": 7}
  {"notebook": "NAME.ipynb", "event": "done", "seconds": 12.1, "slowest": [3.2, 4]}
  {"notebook": "NAME.ipynb", "event": "failure", "cell": 3, "line": "const x = ...", "reason": "...", "message": "..."}
At the end, where Kaleido gave no answer, what it said:
  {"event": "undrawn", "message": "..."}
Cells are counted as Jupyter numbers them: code cells from 1. Ends when stdin is closed, so that
no kernel outlives the process that asked for it.
"""

import asyncio
import ctypes
import json
import os
import re
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Callable
from itertools import dropwhile
from pathlib import Path

# jsonschema would build the grammar of international web addresses, a second of every start, where JupyterLab is installed.
sys.modules["rfc3987_syntax"] = None

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert.filters import strip_ansi

from pictures import Drawer, RefusedFigure, draw_saved, illustrate, write_whole
from static_html import as_static_html

# Time for a rejection that nobody awaited to be reported after the last cell.
SETTLE_SECONDS = 0.4
SHUTDOWN_SECONDS = 10
PR_SET_PDEATHSIG = 1
# A kernel that computes does not see that nobody asks any more; Linux ends it even when this process is killed.
DIE_WITH_PARENT = (lambda: ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)) if sys.platform == "linux" else None

# Lines on stderr that libraries write at their start and nobody has to act on.
REMARK = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: I tensorflow/"
    r"|To enable the following instructions: .* rebuild TensorFlow"
    r"|=+$"
    r"|Hi, looks like you are running TensorFlow\.js in Node\.js\."
    r"|\(node:\d+\) .*DeprecationWarning: "
    r"|\(Use `node --trace-"
    r"|\s*$"
)


def report(notebook: Path, event: str, **fields) -> None:
    print(json.dumps({"notebook": notebook.name, "event": event, **fields}), flush=True)


class Failure(Exception):
    """Why a notebook did not succeed, with the fields of its event."""

    def __init__(self, reason: str, message: str, cell: int | None = None, line: str | None = None):
        super().__init__(reason)
        self.fields = {"cell": cell, "line": line, "reason": reason, "message": strip_ansi(message).strip()}


class Execution(NotebookClient):
    """One notebook's way through the kernel. `code_cells_executed` is the number of the cell that was sent last."""

    def __init__(self, notebook, source: Path, kernel: str, seconds: float):
        super().__init__(
            notebook,
            kernel_name=kernel,
            resources={"metadata": {"path": str(source.parent)}},
            # No tag of a cell may let it be left out.
            skip_cells_with_tag="",
            # Times of day would make every execution a different file.
            record_timing=False,
            timeout_func=lambda _cell: self.seconds_left(),
            startup_timeout=max(60, int(seconds)),
            on_cell_executed=self.judge,
        )
        self.source = source
        self.cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
        self.seconds, self.deadline = seconds, time.monotonic() + seconds
        # Seconds and number of a cell.
        self.slowest = (0.0, 0)
        # The cell of a request, and what a cell wrote on stderr, also after it had ended.
        self.numbers: dict[str, int] = {}
        self.stderr: dict[int, str] = defaultdict(str)

    def seconds_left(self) -> float:
        return max(1, self.deadline - time.monotonic())

    async def run(self, log: Path, env: dict[str, str]) -> None:
        """Executes every cell; `log` gets what the kernel's process writes, which sees `env`. Raises Failure."""
        try:
            with log.open("wb") as written:
                async with self.async_setup_kernel(stderr=written, stdout=written, env=env, preexec_fn=DIE_WITH_PARENT):
                    self.listen()
                    for position, cell in enumerate(self.nb.cells):
                        begin = time.monotonic()
                        await self.async_execute_cell(cell, position, self.code_cells_executed + 1)
                        self.slowest = max(self.slowest, (round(time.monotonic() - begin, 2), self.code_cells_executed))
                    await asyncio.sleep(SETTLE_SECONDS)
                    await self.hear_out()
        except CellTimeoutError as error:
            raise self.failure(f"the notebook took longer than {self.seconds:g} s") from error
        except RuntimeError as error:
            said = log.read_text(errors="replace")[-2000:]
            if isinstance(error, DeadKernelError):
                raise self.failure("the kernel died", said) from error
            raise Failure("the kernel did not start", f"{error}\n{said}") from error

    def listen(self) -> None:
        """nbclient drops what a kernel says after its reply to a cell; what of it goes to stderr is kept from here on."""
        get_message = self.kc.iopub_channel.get_msg

        async def heard(timeout: float | None = None) -> dict:
            message = await get_message(timeout=timeout)
            number = self.numbers.setdefault(message["parent_header"].get("msg_id"), self.code_cells_executed)
            if message["msg_type"] == "stream" and message["content"]["name"] == "stderr":
                self.stderr[number] += message["content"]["text"]
            return message

        self.kc.iopub_channel.get_msg = heard

    def failure(self, reason: str, message: str | None = None, number: int | None = None) -> Failure:
        """For which the cell is to blame that was sent last, or that with this number; what it wrote on stderr is the message."""
        number = self.code_cells_executed if number is None else number
        # 0 before the first cell: none is to blame.
        line = self.cells[number - 1].source.strip().split("\n")[0] if number else None
        return Failure(reason, self.stderr[number] if message is None else message, number or None, line)

    def judge(self, cell, cell_index, execute_reply) -> None:
        status = execute_reply["content"]["status"]
        if status != "ok":
            reason = "the cell failed" if status == "error" else f'the kernel answered "{status}" instead of "ok"'
            raise self.failure(reason)
        self.refuse_stderr()
        report(self.source, "cell", cell=self.code_cells_executed, of=len(self.cells))

    def refuse_stderr(self) -> None:
        for number, text in sorted(self.stderr.items()):
            unexpected = "\n".join(dropwhile(REMARK.match, strip_ansi(text).split("\n")))
            floating = re.search(r"UnhandledPromiseRejection|UncaughtException", unexpected)
            if unexpected:
                raise self.failure("an error that no cell awaited (floating promise)" if floating else "unexpected output on stderr", unexpected, number)

    async def hear_out(self) -> None:
        """Until everything that the kernel has said so far was heard, and its event loop went round once more."""
        request, state = self.kc.kernel_info(), None
        while state != "idle":
            message = await self.kc.iopub_channel.get_msg(timeout=self.seconds_left())
            if message["parent_header"].get("msg_id") == request:
                state = message["content"].get("execution_state")
        self.refuse_stderr()


async def execute(source: Path, folder: Path, kernel: str, seconds: float, drawer: Drawer) -> None:
    """Executes a notebook and writes it, its page and the pictures of its figures. Raises Failure and RefusedFigure."""
    begin = time.monotonic()
    notebook = nbformat.read(source, as_version=4)
    execution = Execution(notebook, source, kernel, seconds)
    with tempfile.TemporaryDirectory() as temporary:
        # Here `save` notes the figures that it writes.
        saved = Path(temporary, "figures.txt")
        saved.touch()
        try:
            # As JupyterLab does, so that a notebook can count what it has yet to train.
            env = {**os.environ, "DAE_NR_SAVED_FIGURES": str(saved), "JPY_SESSION_NAME": str(source)}
            await execution.run(Path(temporary, "kernel.log"), env)
        finally:
            # In threads, here and below: the other notebooks go on meanwhile.
            for file in dict.fromkeys(saved.read_text(encoding="utf-8").splitlines()):
                await asyncio.to_thread(draw_saved, Path(file), drawer)
    await asyncio.to_thread(illustrate, notebook, drawer)
    page = await asyncio.to_thread(as_static_html, notebook, source.stem, str(source.parent))
    write_whole(folder / source.name, nbformat.writes(notebook).encode())
    write_whole(folder / f"{source.stem}.html", page.encode())
    report(source, "done", seconds=round(time.monotonic() - begin, 2), slowest=execution.slowest)


async def execute_all(sources: list[Path], at_once: int, **request) -> None:
    drawer = Drawer()

    async def execute_next() -> None:
        while sources:
            source = sources.pop(0)
            try:
                await execute(source, drawer=drawer, **request)
            except Failure as failure:
                report(source, "failure", **failure.fields)
            except RefusedFigure as refusal:
                report(source, "failure", **Failure("Kaleido refused a figure", str(refusal)).fields)
            except Exception:
                report(source, "failure", **Failure("it could not be executed", traceback.format_exc()).fields)

    work = asyncio.gather(*(execute_next() for _ in range(at_once)))

    def stop() -> None:
        """What is cancelled shuts its kernel down, which a mere exit would leave behind."""
        # nbclient takes the cancellation of a cell for a dead kernel: without more notebooks nobody goes on.
        sources.clear()
        work.cancel()

    threading.Thread(target=end_with_parent, args=(asyncio.get_running_loop(), stop), daemon=True).start()
    await work
    if drawer.has_given_up:
        print(json.dumps({"event": "undrawn", "message": drawer.last_words()}), flush=True)


def end_with_parent(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    sys.stdin.read()
    loop.call_soon_threadsafe(stop)
    time.sleep(SHUTDOWN_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    kernel_name, seconds_each, at_once, output_folder, *files = sys.argv[1:]
    notebooks = [Path(file).resolve() for file in files]
    asyncio.run(execute_all(notebooks, int(at_once), folder=Path(output_folder).resolve(), kernel=kernel_name, seconds=float(seconds_each)))
