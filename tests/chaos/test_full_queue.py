"""A queue that takes nothing more: it holds up its own listener, and floods nobody."""

import json

from kombu import Connection

FULL = "full"
LIMITS = {"max-length": 1, "overflow": "reject-publish"}
QUEUE = "beta.alpha.said.v1"
FIRST, LATE = ["one", "two", "three"], "late"
ROUNDS = 4


def test_what_a_full_queue_refuses_does_not_flood_the_others(twins, wait_for):
    api, vhost = twins.broker.api, twins.broker.vhost
    alpha = twins.start("alpha")
    twins.start("beta").stop()
    with Connection(twins.broker.amqp_uri) as connection:
        channel = connection.default_channel
        channel.queue_declare("other", durable=True, auto_delete=False)
        channel.queue_bind("other", "alpha.events", "#")
        # The limit is a soft one: it is set on a queue that is already beyond it.
        twins.say(*FIRST)
        wait_for(lambda: twins.alpha.value("SELECT count(*) FROM outbox") == 0, 20)
        body = {"pattern": f"^{QUEUE}$", "definition": LIMITS, "apply-to": "queues"}
        api.call("PUT", "policies", vhost, FULL, body=body)
        wait_for(lambda: api.queue(vhost, QUEUE).get("policy") == FULL, 15)

        twins.say(LATE)
        wait_for(lambda: refusals(alpha.log) >= ROUNDS, 20)
        api.call("DELETE", "policies", vhost, FULL)
        twins.start("beta")

        wait_for(lambda: set(twins.heard()) == {*FIRST, LATE}, 20)
        waiting = channel.queue_declare("other", passive=True).message_count
        channel.queue_delete("other")
    assert waiting <= len(FIRST) + ROUNDS + 4


def refusals(log):
    events = [json.loads(line).get("event") for line in log.splitlines() if line.startswith("{")]
    return events.count("relay_refused")
