"""The counting service itself; apart from its routes, as the gateway never loads nameko."""

from services.chassis.bus import rpc
from services.chassis.work import Work
from tests.integration.gateway import counter


class CounterService:
    """Counts."""

    name = "counter"
    work = Work()

    @rpc("intake:cases:write")
    def add(self, unit, *, body):
        return counter.add(unit, body)

    @rpc("intake:cases:read")
    def read(self, unit):
        return counter.read(unit)

    @rpc("intake:cases:read")
    def nap(self, unit, *, query):
        return counter.nap(unit, query)
