"""What every service measures (bus.md 8): three ages first, then rates and times."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter as Counts
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

HANDLING_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60)
AGE_BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1800, 7200, 86400)


class Tally(Histogram):
    """A histogram that takes a batch of observations at once, and its locks once a batch."""

    def observe_all(self, amounts: Sequence[float]) -> None:
        """Observe each of these."""
        self._sum.inc(sum(amounts))
        for place, count in Counts(bisect_left(self._upper_bounds, one) for one in amounts).items():
            self._buckets[place].inc(count)


Kind = TypeVar("Kind", Counter, Gauge, Tally)


class Family(Generic[Kind]):
    """A metric with labels of its own beside the service's name."""

    def __init__(self, metric: Kind, service: str) -> None:
        self._metric: Kind = metric
        self._service = service
        # The library's own look-up sorts, converts and locks: 4 µs for each of five per message.
        self._known: dict[frozenset[tuple[str, str]], Kind] = {}

    def labels(self, **labels: str) -> Kind:
        """Return the one series of these labels."""
        key = frozenset(labels.items())
        series = self._known.get(key)
        if series is None:
            series = self._known[key] = self._metric.labels(service=self._service, **labels)
        return series

    def clear(self) -> None:
        """Forget every series, for a gauge whose labels come and go."""
        self._known.clear()
        self._metric.clear()


class Metrics:
    """One process's metrics, in a registry of their own unless one is given."""

    def __init__(self, service: str, registry: CollectorRegistry | None = None) -> None:
        self.service = service
        self.registry = registry or CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.outbox_oldest_seconds = self._gauge(
            "outbox_oldest_seconds", "Age of the oldest fact that is not sent yet."
        )
        self.outbox_rows = self._gauge("outbox_rows", "Facts that wait to be sent.")
        self.inbox_handled_total = Family(
            self._make(Counter, "inbox_handled_total", "Messages handled.", "event", "outcome"),
            service,
        )
        self.handling_seconds = self._histogram(
            "handling_seconds", "Time in the handler of one message.", HANDLING_BUCKETS, "event"
        )
        self.message_age_seconds = self._histogram(
            "message_age_seconds", "From the fact to the end of its handling.", AGE_BUCKETS, "event"
        )
        self._make_held(service)
        self.reminders_overdue = self._gauge(
            "reminders_overdue", "Reminders that are due and not carried out."
        )
        self.database_silent_seconds = self._gauge(
            "database_silent_seconds", "Since the database last answered; others are as old."
        )
        self.rpc_seconds = self._histogram(
            "rpc_seconds", "Time to answer one call.", HANDLING_BUCKETS, "method", "outcome"
        )
        self.relay_returned_total = self._make(
            Counter, "relay_returned_total", "Facts that the broker returned: no queue is bound."
        ).labels(service=service)
        self.listener_consuming = Family(
            self._make(Gauge, "listener_consuming", "1 while the queue is consumed.", "queue"),
            service,
        )
        self._measure_audit()

    def _measure_audit(self) -> None:
        self.audit_waiting_oldest_seconds = self._gauge(
            "audit_waiting_oldest_seconds", "Age of the oldest deed that is not in the chain yet."
        )
        self.audit_waiting_rows = self._gauge(
            "audit_waiting_rows", "Deeds that wait to be put in the chain of the audit."
        )

    def _make_held(self, service: str) -> None:
        self.parked_rows = Family(
            self._make(Gauge, "parked_rows", "Messages that wait for a person.", "cause"), service
        )
        self.parked_oldest_seconds = self._gauge(
            "parked_oldest_seconds", "Age of the oldest parked message."
        )
        self.retrying_rows = Family(
            self._make(
                Gauge, "retrying_rows", "Messages that are tried again by themselves.", "cause"
            ),
            service,
        )
        self.retrying_oldest_seconds = self._gauge(
            "retrying_oldest_seconds", "Age of the oldest message that is tried again."
        )

    def show_parked(self, rows_by_cause: Mapping[str, int], oldest_seconds: float) -> None:
        """Show what is parked now; a cause that is gone disappears."""
        _show(self.parked_rows, rows_by_cause)
        self.parked_oldest_seconds.set(oldest_seconds)

    def show_retrying(self, rows_by_cause: Mapping[str, int], oldest_seconds: float) -> None:
        """Show what is tried again now, likewise."""
        _show(self.retrying_rows, rows_by_cause)
        self.retrying_oldest_seconds.set(oldest_seconds)

    def _gauge(self, name: str, says: str) -> Gauge:
        return self._make(Gauge, name, says).labels(service=self.service)

    def _histogram(
        self, name: str, says: str, buckets: tuple[float, ...], *labels: str
    ) -> Family[Tally]:
        metric = Tally(name, says, ("service", *labels), registry=self.registry, buckets=buckets)
        return Family(metric, self.service)

    def _make(self, kind: type[Kind], name: str, says: str, *labels: str) -> Kind:
        return kind(name, says, ("service", *labels), registry=self.registry)


def _show(family: Family[Gauge], rows_by_cause: Mapping[str, int]) -> None:
    family.clear()
    for cause, rows in rows_by_cause.items():
        family.labels(cause=cause).set(rows)
