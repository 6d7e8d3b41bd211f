"""What the gateway counts, and the page on which Prometheus reads it."""

from __future__ import annotations

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
REQUESTS = Counter(
    "gateway_requests_total",
    "Requests answered.",
    ("method", "route", "status"),
    registry=REGISTRY,
)
SECONDS = Histogram(
    "gateway_request_seconds",
    "From the first line of a request to its answer.",
    ("method", "route"),
    registry=REGISTRY,
    buckets=BUCKETS,
)


def page() -> tuple[bytes, str]:
    """Return the metrics of this process, or of all workers when there are several."""
    registry = REGISTRY
    if os.environ.get(SHARED_FOLDER):
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return generate_latest(registry), CONTENT_TYPE_LATEST
