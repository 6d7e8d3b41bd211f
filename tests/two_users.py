"""Two users and every call of a service: one is assigned to a case, and one is not."""

from dataclasses import dataclass

from gateway.resources import ROUTES
from infra.documents import house
from services.chassis.callers.identity import Principal
from services.chassis.errors import NotFound, Refusal
from services.chassis.ids import new_id

ASSIGNED, OUTSIDER = "a.smit", "b.dejong"


def counsellor(subject):
    """Somebody who goes by case, and whom no scope stops: only the guard is in the way."""
    return Principal(subject, frozenset({"counsellor"}), frozenset({"*"}))


@dataclass(frozen=True)
class Way:
    """A call and what in it names a thing."""

    service: str
    method: str
    argument: str
    parameters: tuple[str, ...]

    def __str__(self):
        return f"{self.method}({self.argument})"

    @property
    def example(self):
        found = [route.example for route in ROUTES if route.rpc == f"{self.service}.{self.method}"]
        return dict(found[0] or {}) if found else {}

    def call(self, client, subject, id_, ids):
        """Make the call about a thing; all else is of the same case, or an example."""
        kwargs = {name: ids.get(name, new_id()) for name in self.parameters}
        if "body" in self.parameters:
            kwargs["body"] = {name: ids.get(name, said) for name, said in self.example.items()}
        if "query" in self.parameters:
            kwargs["query"] = {}
        place = kwargs if self.argument in self.parameters else kwargs["body"]
        place[self.argument] = id_
        return client.call(
            self.service,
            self.method,
            kwargs,
            principal=counsellor(subject),
            deadline_seconds=20,
            idempotency_key=new_id(),
        )[0]

    def refusal(self, client, subject, id_, ids):
        """Return how the call is refused, without the id; nothing if it is not."""
        try:
            self.call(client, subject, id_, ids)
        except Refusal as refusal:
            return type(refusal), refusal.code, refusal.sentence.replace(id_, "X")
        return None


def ways(service):
    """Every call of a service that names a thing, once for each name."""
    need = house.service_class(service).need_to_know
    found = []
    for entry in house.entries():
        if (entry.service, entry.kind) != (service, "Rpc"):
            continue
        function = getattr(house.service_class(service), entry.method)
        if need.way(function) == "argument":
            parameters = tuple(
                function.__code__.co_varnames[2 : 2 + function.__code__.co_kwonlyargcount]
            )
            named = set(need.arguments) & set(parameters)
            if entry.method in need.in_body:
                named |= set(need.arguments) & set(Way(service, entry.method, "", ()).example)
            found += [Way(service, entry.method, one, parameters) for one in sorted(named)]
    return found


def lists(service):
    """Every call of a service that shows a caller's own things."""
    return sorted(house.service_class(service).need_to_know.lists)


def is_hidden(refusal, way):
    """Whether somebody was told what is told of a thing that does not exist."""
    named = house.service_class(way.service).need_to_know.arguments[way.argument]
    return refusal == (NotFound, named.code, named.sentence.format("X"))
