"""Executes one notebook with our kernel; whatever is not a plain success of every cell is a failure.

usage: execute.py NOTEBOOK OUTPUT.ipynb OUTPUT.html KERNEL SECONDS

Prints one JSON line for each event on stdout:
  {"event": "cell", "cell": 2, "of": 7}
  {"event": "done", "seconds": 12.1, "slowest": [3.2, 4]}
  {"event": "failure", "cell": 3, "line": "const x = ...", "reason": "...", "message": "..."}
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
from collections import defaultdict
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


def report(event: str, **fields) -> None:
    print(json.dumps({"event": event, **fields}), flush=True)


class Failure(Exception):
    """Why a notebook did not succeed; cell 0 where no cell is to blame."""

    def __init__(self, reason: str, message: str = "", cell: int = 0):
        super().__init__(reason)
        self.reason, self.message, self.cell = reason, strip_ansi(message).strip(), cell


class Execution(NotebookClient):
    """One notebook's way through the kernel. `code_cells_executed` is the number of the cell that was sent last."""

    def __init__(self, notebook, folder: Path, kernel: str, seconds: float):
        super().__init__(
            notebook,
            kernel_name=kernel,
            resources={"metadata": {"path": str(folder)}},
            # No tag of a cell may let it be left out.
            skip_cells_with_tag="",
            # Times of day would make every execution a different file.
            record_timing=False,
            timeout_func=lambda _cell: self.seconds_left(),
            startup_timeout=max(60, int(seconds)),
            on_cell_executed=self.judge,
        )
        self.cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
        self.seconds, self.deadline = seconds, time.monotonic() + seconds
        # Seconds and number of a cell.
        self.slowest = (0.0, 0)
        # The cell of a request, and what a cell wrote on stderr, also after it had ended.
        self.numbers: dict[str, int] = {}
        self.stderr: dict[int, str] = defaultdict(str)

    def seconds_left(self) -> float:
        return max(1, self.deadline - time.monotonic())

    async def run(self, log: Path) -> None:
        """Executes every cell; `log` gets what the kernel's process writes. Raises Failure."""
        try:
            with log.open("wb") as written:
                async with self.async_setup_kernel(stderr=written, stdout=written, preexec_fn=DIE_WITH_PARENT):
                    self.listen()
                    for position, cell in enumerate(self.nb.cells):
                        begin = time.monotonic()
                        await self.async_execute_cell(cell, position, self.code_cells_executed + 1)
                        self.slowest = max(self.slowest, (round(time.monotonic() - begin, 2), self.code_cells_executed))
                    await asyncio.sleep(SETTLE_SECONDS)
                    await self.hear_out()
        except CellTimeoutError as error:
            number = self.code_cells_executed
            raise Failure(f"the notebook took longer than {self.seconds:g} s", self.stderr[number], number) from error
        except RuntimeError as error:
            said = log.read_text(errors="replace")[-2000:]
            if isinstance(error, DeadKernelError):
                raise Failure("the kernel died", said, self.code_cells_executed) from error
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

    def judge(self, cell, cell_index, execute_reply) -> None:
        number, status = self.code_cells_executed, execute_reply["content"]["status"]
        if status != "ok":
            reason = "the cell failed" if status == "error" else f'the kernel answered "{status}" instead of "ok"'
            raise Failure(reason, self.stderr[number], number)
        self.refuse_stderr()
        report("cell", cell=number, of=len(self.cells))

    def refuse_stderr(self) -> None:
        for number, text in sorted(self.stderr.items()):
            unexpected = "\n".join(dropwhile(REMARK.match, strip_ansi(text).split("\n")))
            floating = re.search(r"UnhandledPromiseRejection|UncaughtException", unexpected)
            if unexpected:
                raise Failure("an error that no cell awaited (floating promise)" if floating else "unexpected output on stderr", unexpected, number)

    async def hear_out(self) -> None:
        """Until everything that the kernel has said so far was heard, and its event loop went round once more."""
        request, state = self.kc.kernel_info(), None
        while state != "idle":
            message = await self.kc.iopub_channel.get_msg(timeout=self.seconds_left())
            if message["parent_header"].get("msg_id") == request:
                state = message["content"].get("execution_state")
        self.refuse_stderr()


def end_with_parent() -> None:
    """nbclient answers SIGTERM by shutting its kernel down, which a mere exit would leave behind."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(SHUTDOWN_SECONDS)
    os._exit(1)


def main(source: Path, output: Path, page: Path, kernel: str, seconds: float) -> int:
    begin = time.monotonic()
    notebook = nbformat.read(source, as_version=4)
    execution, drawer = Execution(notebook, source.parent, kernel, seconds), Drawer()
    try:
        with tempfile.TemporaryDirectory() as temporary:
            # Here `save` notes the figures that it writes.
            saved = Path(temporary, "figures.txt")
            saved.touch()
            os.environ["DAE_NR_SAVED_FIGURES"] = str(saved)
            try:
                asyncio.run(execution.run(Path(temporary, "kernel.log")))
            finally:
                for file in dict.fromkeys(saved.read_text(encoding="utf-8").splitlines()):
                    draw_saved(Path(file), drawer)
        illustrate(notebook, drawer)
    except RefusedFigure as refusal:
        report("failure", cell=None, line=None, reason="Kaleido refused a figure", message=str(refusal))
        return 1
    except Failure as failure:
        line = execution.cells[failure.cell - 1].source.strip().split("\n")[0] if failure.cell else None
        report("failure", cell=failure.cell or None, line=line, reason=failure.reason, message=failure.message)
        return 1
    write_whole(output, nbformat.writes(notebook).encode())
    write_whole(page, as_static_html(notebook, source.stem, str(source.parent)).encode())
    report("done", seconds=round(time.monotonic() - begin, 2), slowest=execution.slowest)
    return 0


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    notebook_file, output_file, page_file = (Path(argument).resolve() for argument in sys.argv[1:4])
    sys.exit(main(notebook_file, output_file, page_file, sys.argv[4], float(sys.argv[5])))
