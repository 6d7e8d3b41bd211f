"""How gunicorn runs the gateway; every number can be set by an environment variable."""

from __future__ import annotations

import os
import tempfile
from typing import Any

from gunicorn.glogging import Logger

from gateway.settings import number_or
from services.chassis.watch import logs

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


class PlainLogger(Logger):
    """Leaves the writing to our own log; gunicorn's would not be JSON, nor masked."""

    def setup(self, _cfg: Any) -> None:
        self.error_log.setLevel("INFO")
        self.error_log.propagate = True


_host = os.environ.get("HOMEWARD_GATEWAY_HOST", "127.0.0.1")
_port = number_or("HOMEWARD_GATEWAY_PORT", 8080)

bind = f"{_host}:{_port}"
workers = number_or("HOMEWARD_GATEWAY_WORKERS", 1)
# Threads, not greenlets: the gateway waits for replies, and nothing in it needs eventlet. As many
# as callers at once: one that has none of its own passes through two queues with each request.
worker_class = "gateway.worker.Worker"
threads = number_or("HOMEWARD_GATEWAY_THREADS", 64)
worker_connections = 1000
keepalive = 5
timeout = 60
graceful_timeout = 20
limit_request_line = 4094
limit_request_fields = 60
limit_request_field_size = 8190
control_socket_disable = True
accesslog = None
logger_class = PlainLogger
worker_tmp_dir = None

if workers > 1 and not os.environ.get(SHARED_FOLDER):
    # Each worker counts for itself in this folder; one that is scraped adds them up.
    os.environ[SHARED_FOLDER] = tempfile.mkdtemp(prefix="homeward-gateway-metrics-")


def child_exit(_server: Any, worker: Any) -> None:
    """Forget the gauges of a worker that ended; its counters stay counted."""
    if workers > 1:
        from prometheus_client import multiprocess  # noqa: PLC0415 - after the folder is set

        multiprocess.mark_process_dead(worker.pid)


logs.configure("gateway", os.environ.get("HOMEWARD_PROCESS") or "gateway")
