"""The fixtures that every test may ask for: real servers, databases, vhosts and processes.

    stack       session   PostgreSQL and RabbitMQ in .local-test, shared by all test runs that run
                          now; stack.place, stack.credentials
    database    module    database("travel") -> Database: .uri, .rows(sql, *values), .value(sql),
                          .name, .through(port); migrated, empty, yours; "chassis" for the
                          chassis's tables alone
    broker      module    Broker: .amqp_uri, .partner_amqp_uri (no credentials),
                          .partner_desk_amqp_uri, .vhost, .partner_vhost, .api, .queues(),
                          .admit_agent(name, password) -> the agent's uri, .through(port)
    keys        session   Path of a keys folder: each service's pair, master.key, token keys
    gate        function  gate(port) -> .port, .shut(), .open(); with database.through(gate.port)
                          or broker.through(gate.port) to take a server away from one service
    service     function  service("travel", database=…, broker=…, ready=True, **env) -> Running:
                          .pid, .url, .port, .log, .get("/metrics"), .stop(), .kill(), .restart(),
                          .signal(number), .is_running(), .is_ready(), .wait_until_ready();
                          command=[…] runs a program of the test's own instead
    system      session   the whole of Homeward, fresh, in .local-e2e: .url, .env, .token(role),
                          .homeward("parked", "list"), .run(command…), .pid("travel-1"), .home
    wait_for    function  wait_for(condition, seconds=10, sentence="…")

The servers are fresh for the first run and end with the last. While you write tests, set
HOMEWARD_TEST_LINGER_SECONDS=600 to keep them between runs. Unit and contract tests use none of it.
"""

import gc
import os
from contextlib import ExitStack
from pathlib import Path

import pytest

from infra.local import keys as key_files
from infra.local import waiting
from infra.local.bench import broker as vhosts
from infra.local.bench import database as databases
from infra.local.bench import running, servers, whole
from tests import templates

KINDS = ("unit", "contract", "integration", "e2e", "chaos")
# All of e2e is one worker's: begun late, it is what the others wait for at the end.
LONG_FIRST = ("e2e", "chaos", "integration", "contract", "unit")

# A wait ends when its condition holds. What a quiet machine does in ten seconds a busy one may do
# in forty, and that is no failure.
PATIENCE = 4


def pytest_collection_finish():
    """What was loaded stays: looking through it at every collection took a tenth of a run."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What is quick goes first; among several workers what is long, so that all end together.

    Those of one file keep to one worker, since they share its databases, and so do all e2e tests,
    since they share one whole system.
    """
    tests = Path(__file__).parent
    kinds = {item: item.path.relative_to(tests).parts[0] for item in items}
    order = LONG_FIRST if "PYTEST_XDIST_WORKER" in os.environ else KINDS
    items.sort(key=lambda item: order.index(kinds[item]) if kinds[item] in order else 0)
    for item in items:
        group = "e2e" if kinds[item] == "e2e" else str(item.path.relative_to(tests))
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session")
def stack():
    bench = servers.open_bench()
    yield bench
    servers.close_bench(bench)


@pytest.fixture(scope="module")
def database(stack):
    made = []

    def make(service):
        made.append(databases.fresh(stack, service))
        return made[-1]

    yield make
    for one in made:
        databases.drop(stack, one)


@pytest.fixture(scope="module")
def broker(stack):
    fresh = vhosts.fresh(stack)
    yield fresh
    vhosts.drop(fresh)


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    key_files.ensure(folder)
    return folder


@pytest.fixture
def gate(stack):
    with ExitStack() as closing:

        def make(port):
            keeper = running.a_gate(stack, port)
            closing.callback(keeper.close)
            return keeper

        yield make


@pytest.fixture
def service(stack, keys):
    """Start real processes of a service; killed at the end of the test if still there."""
    with ExitStack() as closing:

        def start(name, *, database, broker, ready=True, command=None, **env):
            settings = {
                f"HOMEWARD_DB_{name.upper()}": database.uri,
                "HOMEWARD_AMQP_URI": broker.amqp_uri,
                "HOMEWARD_PARTNER_AMQP_URI": broker.partner_amqp_uri,
                "HOMEWARD_PARTNER_DESK_AMQP_URI": broker.partner_desk_amqp_uri,
                "HOMEWARD_KEYS_DIR": str(keys),
                **{key: str(value) for key, value in env.items()},
            }
            started = templates.a_service(stack, name, settings, command)
            closing.callback(started.close)
            if ready:
                started.wait_until_ready()
            return started

        yield start


@pytest.fixture(scope="session")
def system():
    with whole.running() as homeward:
        yield homeward


@pytest.fixture
def wait_for():
    def wait(condition, seconds=10, sentence="It never came true."):
        waiting.wait_until(condition, PATIENCE * seconds, sentence)

    return wait
