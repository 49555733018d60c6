"""Executes one notebook with our kernel; whatever is not a plain success of every cell is a failure.

usage: execute.py NOTEBOOK OUTPUT.ipynb OUTPUT.html KERNEL SECONDS

Prints one JSON line for each event on stdout:
  {"event": "cell", "cell": 2, "of": 7, "seconds": 0.4}
  {"event": "done", "cells": 7, "seconds": 12.1, "slowest": [3.2, 4]}
  {"event": "failure", "cell": 3, "of": 7, "line": "const x = ...", "reason": "...", "message": "..."}
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
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from listening_client import Failure, ListeningClient, without_colours
from pictures import Drawer, draw_saved, illustrate, write_whole
from static_html import as_static_html

# Time for a rejection that nobody awaited to be reported after the last cell.
SETTLE_SECONDS = 0.4
SHUTDOWN_SECONDS = 10
PR_SET_PDEATHSIG = 1
# A kernel that computes does not see that nobody asks any more; Linux ends it even when this process is killed.
DIE_WITH_PARENT = (lambda: ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)) if sys.platform == "linux" else None


def report(event: str, **fields) -> None:
    print(json.dumps({"event": event, **fields}), flush=True)


def stderr_of(cell) -> str:
    streams = (out for out in cell.get("outputs", []) if out.output_type == "stream" and out.name == "stderr")
    return without_colours("".join(stream.text for stream in streams)).strip()


class Execution:
    """One notebook's way through the kernel."""

    def __init__(self, notebook, folder: Path, kernel: str, seconds: float, log: Path):
        self.cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
        self.positions = [notebook.cells.index(cell) for cell in self.cells]
        self.deadline = time.monotonic() + seconds
        self.seconds = seconds
        self.log = log
        self.replies: dict[int, str] = {}
        # Seconds and number of a cell.
        self.slowest = (0.0, 0)
        self.client = ListeningClient(
            notebook,
            kernel_name=kernel,
            resources={"metadata": {"path": str(folder)}},
            # No tag of a cell may let it fail or be left out.
            force_raise_errors=True,
            skip_cells_with_tag="",
            # Times of day would make every execution a different file.
            record_timing=False,
            timeout_func=lambda _cell: max(1, self.deadline - time.monotonic()),
            startup_timeout=max(60, int(seconds)),
            on_cell_executed=self.note_reply,
        )

    def note_reply(self, cell, cell_index, execute_reply) -> None:
        self.replies[cell_index] = execute_reply["content"]["status"]

    async def run(self) -> None:
        with self.log.open("wb") as log:
            try:
                async with self.client.async_setup_kernel(stderr=log, stdout=log, preexec_fn=DIE_WITH_PARENT):
                    await self.run_cells()
            except DeadKernelError as error:
                raise Failure("the kernel died", self.kernel_log()) from error
            except RuntimeError as error:
                raise Failure("the kernel did not start", f"{error}\n{self.kernel_log()}") from error

    def kernel_log(self) -> str:
        return without_colours(self.log.read_text(errors="replace"))[-2000:].strip()

    async def run_cells(self) -> None:
        for number, (cell, position) in enumerate(zip(self.cells, self.positions), start=1):
            begin = time.monotonic()
            await self.run_cell(number, cell, position)
            self.refuse_stderr()
            taken = round(time.monotonic() - begin, 2)
            self.slowest = max(self.slowest, (taken, number))
            report("cell", cell=number, of=len(self.cells), seconds=taken)
        await asyncio.sleep(SETTLE_SECONDS)
        await self.client.hear_out(max(1, self.deadline - time.monotonic()))
        self.refuse_stderr()

    async def run_cell(self, number: int, cell, position: int) -> None:
        try:
            await self.client.async_execute_cell(cell, position, execution_count=number)
        except CellExecutionError as error:
            raise Failure("the cell failed", stderr_of(cell) or str(error), number) from error
        except CellTimeoutError as error:
            raise Failure(f"the notebook took longer than {self.seconds:g} s", stderr_of(cell), number) from error
        except DeadKernelError as error:
            raise Failure("the kernel died", self.kernel_log(), number) from error
        status = self.replies.get(position, "no reply")
        if status != "ok":
            raise Failure(f'the kernel answered "{status}" instead of "ok"', stderr_of(cell), number)

    def refuse_stderr(self) -> None:
        for number, text in self.client.unexpected():
            floating = re.search(r"UnhandledPromiseRejection|UncaughtException", text)
            raise Failure("an error that no cell awaited (floating promise)" if floating else "unexpected output on stderr", text, number)


def end_with_parent() -> None:
    """nbclient answers SIGTERM by shutting its kernel down, which a mere exit would leave behind."""

    def watch() -> None:
        sys.stdin.read()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(SHUTDOWN_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def main(source: Path, output: Path, page: Path, kernel: str, seconds: float) -> int:
    begin = time.monotonic()
    notebook = nbformat.read(source, as_version=4)
    drawer = Drawer()
    with tempfile.TemporaryDirectory() as temporary:
        # Here `save` notes the figures that it writes.
        saved = Path(temporary, "figures.txt")
        saved.touch()
        os.environ["DAE_NR_SAVED_FIGURES"] = str(saved)
        execution = Execution(notebook, source.parent, kernel, seconds, Path(temporary, "kernel.log"))
        count = len(execution.cells)
        try:
            try:
                asyncio.run(execution.run())
            finally:
                for file in dict.fromkeys(saved.read_text(encoding="utf-8").splitlines()):
                    draw_saved(Path(file), drawer)
            illustrate(notebook, drawer)
        except Failure as failure:
            line = execution.cells[failure.cell - 1].source.strip().split("\n")[0] if failure.cell else None
            report("failure", cell=failure.cell, of=count, line=line, reason=failure.reason, message=failure.message)
            return 1
    write_whole(output, nbformat.writes(notebook).encode())
    write_whole(page, as_static_html(notebook, source.stem, str(source.parent)).encode())
    report("done", cells=count, seconds=round(time.monotonic() - begin, 2), slowest=execution.slowest)
    return 0


if __name__ == "__main__":
    end_with_parent()
    notebook_file, output_file, page_file = (Path(argument).resolve() for argument in sys.argv[1:4])
    sys.exit(main(notebook_file, output_file, page_file, sys.argv[4], float(sys.argv[5])))
