"""docs/asyncapi-internal.yaml: the facts on the bus for programs to read (AsyncAPI 3)."""

from __future__ import annotations

import json
from datetime import date, datetime
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

import yaml

from infra.documents import house
from infra.documents.house import Entry, Fact

FILE = house.ROOT / "docs" / "asyncapi-internal.yaml"
HEADING = "# Written from the code by `make docs`; a test holds it to the code.\n"
PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Any: {},
}
ATTRIBUTES = {
    "specversion": {"const": "1.0"},
    "id": {"type": "string", "description": "The same when a message is sent again."},
    "source": {"type": "string"},
    "type": {"type": "string"},
    "time": {"type": "string", "format": "date-time"},
    "subject": {"type": "string", "description": "The aggregate that the fact is about."},
    "datacontenttype": {"const": "application/json"},
    "correlationid": {"type": "string", "description": "The case, where there is one."},
    "causationid": {"type": "string", "description": "The message that led to this one, if any."},
    "sequence": {"type": "integer", "description": "The aggregate's version: shows gaps."},
    "traceparent": {"type": "string"},
    "data": {"type": "object"},
}


def text() -> str:
    return HEADING + yaml.safe_dump(
        document(), sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )


def document() -> dict[str, Any]:
    """The whole document as plain values."""
    facts = house.facts()
    listening = [entry for service in house.services() for entry in house.hears(service)]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Homeward, facts between its services",
            "version": "1.0.0",
            "description": "Delivered at least once; whoever reads recognises a repeated id.",
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {fact.type: _channel(fact) for fact in facts},
        "operations": {
            **{f"{fact.owner}.says.{fact.key}": _says(fact) for fact in facts},
            **{f"{one.service}.hears.{'.'.join(one.fact)}": _hears(one) for one in listening},
        },
        "components": {
            "messages": {fact.type: _message(fact) for fact in facts},
            "schemas": {"envelope": _envelope()},
        },
    }


def _channel(fact: Fact) -> dict[str, Any]:
    exchange = {
        "name": f"{fact.owner}.events",
        "type": "topic",
        "durable": True,
        "autoDelete": False,
        "vhost": "homeward",
    }
    return {
        "address": fact.key,
        "messages": {fact.kind.name: {"$ref": f"#/components/messages/{fact.type}"}},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange, "bindingVersion": "0.3.0"}},
    }


def _says(fact: Fact) -> dict[str, Any]:
    bindings = {"amqp": {"mandatory": True, "deliveryMode": 2, "bindingVersion": "0.3.0"}}
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{fact.type}"},
        "bindings": bindings,
    }


def _hears(entry: Entry) -> dict[str, Any]:
    return {
        "action": "receive",
        "channel": {"$ref": f"#/channels/{'.'.join(entry.fact)}"},
        "summary": f"Read from the queue {house.subscription(entry).queue}.",
        "bindings": {"amqp": {"ack": True, "bindingVersion": "0.3.0"}},
    }


def _message(fact: Fact) -> dict[str, Any]:
    content = {
        "type": "object",
        "properties": {name: schema_of(type_) for name, type_ in fact.types.items()},
        "required": list(fact.types),
    }
    properties = {"type": {"const": fact.type}, "data": content}
    return {
        "name": fact.type,
        "summary": fact.meaning,
        "correlationId": {"location": "$message.payload#/correlationid"},
        "payload": {
            "allOf": [{"$ref": "#/components/schemas/envelope"}, {"properties": properties}]
        },
        "examples": [{"payload": json.loads(fact.sample.read_text())}],
    }


def _envelope() -> dict[str, Any]:
    return {"type": "object", "properties": ATTRIBUTES, "required": list(ATTRIBUTES)}


def schema_of(type_: Any) -> dict[str, Any]:
    """The JSON Schema of a field's type."""
    inner = get_args(type_)
    if get_origin(type_) in {Union, UnionType}:
        some = [schema_of(one) for one in inner if one is not type(None)]
        return {"anyOf": [*some, {"type": "null"}]}
    if get_origin(type_) in {tuple, list}:
        return {"type": "array", "items": schema_of(inner[0])}
    if type_ is dict or get_origin(type_) is dict:
        return {"type": "object"}
    if isinstance(type_, type) and issubclass(type_, Enum):
        return {"type": "string", "enum": [one.value for one in type_]}
    return dict(PLAIN[type_])
