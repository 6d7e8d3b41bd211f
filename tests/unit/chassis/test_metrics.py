"""The names of bus.md section 8, each with the service's name on every series."""

from prometheus_client import generate_latest

from services.chassis.watch.metrics import Metrics


def shown(metrics):
    return generate_latest(metrics.registry).decode().splitlines()


def test_every_promised_metric_is_there_under_its_own_name():
    metrics = Metrics("travel")
    metrics.outbox_oldest_seconds.set(1)
    metrics.outbox_rows.set(2)
    metrics.inbox_handled_total.labels(event="case_accepted.v1", outcome="done").inc()
    metrics.handling_seconds.labels(event="case_accepted.v1").observe(0.1)
    metrics.message_age_seconds.labels(event="case_accepted.v1").observe(90)
    metrics.show_parked({"Conflict": 3}, oldest_seconds=60)
    metrics.show_retrying({"crash": 2}, oldest_seconds=7)
    metrics.reminders_overdue.set(4)
    metrics.rpc_seconds.labels(method="book", outcome="done").observe(0.2)
    metrics.relay_returned_total.inc()
    metrics.listener_consuming.labels(queue="travel.intake.case_accepted").set(1)

    lines = shown(metrics)

    for line in (
        'outbox_oldest_seconds{service="travel"} 1.0',
        'outbox_rows{service="travel"} 2.0',
        'inbox_handled_total{event="case_accepted.v1",outcome="done",service="travel"} 1.0',
        'handling_seconds_count{event="case_accepted.v1",service="travel"} 1.0',
        'message_age_seconds_sum{event="case_accepted.v1",service="travel"} 90.0',
        'parked_rows{cause="Conflict",service="travel"} 3.0',
        'parked_oldest_seconds{service="travel"} 60.0',
        'retrying_rows{cause="crash",service="travel"} 2.0',
        'retrying_oldest_seconds{service="travel"} 7.0',
        'reminders_overdue{service="travel"} 4.0',
        'rpc_seconds_count{method="book",outcome="done",service="travel"} 1.0',
        'relay_returned_total{service="travel"} 1.0',
        'listener_consuming{queue="travel.intake.case_accepted",service="travel"} 1.0',
    ):
        assert line in lines


def test_a_cause_that_is_gone_disappears():
    metrics = Metrics("travel")
    metrics.show_parked({"Conflict": 3}, oldest_seconds=60)
    metrics.show_parked({"Invalid": 1}, oldest_seconds=5)

    assert not any("Conflict" in line for line in shown(metrics))
    assert 'parked_rows{cause="Invalid",service="travel"} 1.0' in shown(metrics)


def test_two_services_in_one_process_do_not_mix():
    travel, intake = Metrics("travel"), Metrics("intake")
    travel.outbox_rows.set(7)

    assert 'outbox_rows{service="intake"} 0.0' in shown(intake)


def test_a_batch_of_observations_counts_as_so_many_single_ones():
    one_by_one, together = Metrics("travel"), Metrics("travel")
    seconds = [0.001, 0.002, 0.0021, 0.3, 15, 61, 1000]
    for each in seconds:
        one_by_one.handling_seconds.labels(event="e").observe(each)
    together.handling_seconds.labels(event="e").observe_all(seconds)

    def counted(metrics):
        lines = shown(metrics)
        return [line for line in lines if line.startswith("handling_") and "_created" not in line]

    assert counted(together) == counted(one_by_one)
