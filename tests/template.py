"""A process that has read a service's code, and turns into one when asked: a start without imports.

    python -m tests.template SOCKET MODULE…

To read the code takes 1.5 to 2.5 seconds of the processor. The tests start some two hundred
processes; what they measure of memory or of a start, they start without a template.

A request is a line of JSON with `arguments` (as after `python -m`), `env` and `log`; the answer is
a line with the pid, and one with the exit code when that process has ended.
"""

import eventlet

eventlet.monkey_patch()

import gc  # noqa: E402
import importlib  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import runpy  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from contextlib import suppress  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from eventlet import hubs  # noqa: E402
from eventlet.patcher import original  # noqa: E402

from infra.local.place import CHECKOUT  # noqa: E402

# The green ones would run the hub here, where nothing is green.
waitpid, socket = original("os").waitpid, original("socket")

WAITING_MAX = 64


def serve(path: Path) -> dict[str, Any]:
    """Answer for as long as this process lives; a child of it returns what it is to become."""
    path.unlink(missing_ok=True)
    # The address of a socket has a hundred letters at most; its folder may have more.
    os.chdir(path.parent)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path.name)
        listener.listen(WAITING_MAX)
        # Nobody waits for the minders.
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            asked, _ = listener.accept()
            with asked:
                if not os.fork():
                    listener.close()
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    return _mind(asked)


def _mind(asked: Any) -> dict[str, Any]:
    """Make the process and tell how it ended; only that process returns."""
    request: dict[str, Any] = json.loads(asked.makefile().readline())
    pid = os.fork()
    if not pid:
        return request
    with suppress(OSError):
        asked.sendall(f"{pid}\n".encode())
        _, status = waitpid(pid, 0)
        asked.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def become(arguments: list[str], env: dict[str, str], log: str) -> None:
    """Do what `python -m` would do in a new process."""
    _wait_apart()
    os.setsid()
    os.chdir(CHECKOUT)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (sys.stdout.fileno(), sys.stderr.fileno()):
        os.dup2(descriptor, stream)
    os.close(descriptor)
    os.environ.clear()
    os.environ.update(env)
    module, *words = arguments
    sys.argv[1:] = words
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _wait_apart() -> None:
    """Have a hub of its own: to patch made one, whose epoll all children would share.

    Each would be woken by what the others wait for, and begin its own waits anew: of a connection
    that listened for one second at a time, five passed, and ten, without a heartbeat.
    """
    inherited = hubs.get_hub()
    hubs.use_hub()
    inherited.poll.close()


if __name__ == "__main__":
    for each in sys.argv[2:]:
        importlib.import_module(each)
    gc.collect()
    gc.freeze()
    become(**serve(Path(sys.argv[1])))
