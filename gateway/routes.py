"""What a service offers over HTTP: one line per route, in gateway/resources/<service>.py."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from marshmallow import Schema

Method = Literal["GET", "POST", "PATCH", "PUT"]

PARAMETER = re.compile(r"{([a-z_]+)}")


@dataclass(frozen=True)
class Route:
    """One HTTP operation and the RPC that answers it.

    `path` is written as in OpenAPI, `/v1/cases/{ref}`; each parameter is passed to the RPC by
    name. `body` and `query` are passed only when their schema is named: `body` as the JSON object
    that was sent, `query` as what its schema loaded, dates in ISO 8601. A POST without `body`
    accepts nothing or `{}`. `paged` says that the answer is `{"items": [...], "next": cursor or
    null}` with `answer` as the view of one item; `limit` (1 to 200, always given) and `after` then
    come with `query`. `file` says that the RPC answers with a file's content in base64, and HTTP
    with its bytes. `body_bytes_max` allows this route a larger body than the others. GET reads.
    POST needs an Idempotency-Key. PATCH, PUT and what is `guarded` need If-Match. `location` is
    filled from the answer and the path parameters.
    """

    method: Method
    path: str
    rpc: str
    scope: str
    summary: str
    answer: type[Schema]
    body: type[Schema] | None = None
    query: type[Schema] | None = None
    paged: bool = False
    guarded: bool = False
    status: int = 200
    location: str | None = None
    example: Mapping[str, Any] | None = None
    deadline_seconds: float = 5.0
    file: bool = False
    body_bytes_max: int | None = None

    def __post_init__(self) -> None:
        """Refuse a line that contradicts itself, when the program starts."""
        if self.body is not None and self.method == "GET":
            raise ValueError(f"{self.path}: a GET has no body.")
        if self.body is not None and self.example is None:
            raise ValueError(f"{self.method} {self.path}: show an example of the body.")
        if self.rpc.count(".") != 1:
            raise ValueError(f"{self.path}: name the RPC as service.method, not {self.rpc}.")

    @property
    def service(self) -> str:
        return self.rpc.partition(".")[0]

    @property
    def procedure(self) -> str:
        return self.rpc.partition(".")[2]

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names in braces in the path."""
        return tuple(PARAMETER.findall(self.path))

    @property
    def operation_id(self) -> str:
        """Unique per route: one RPC may answer two paths."""
        words = PARAMETER.sub(r"\1", self.path.removeprefix("/v1")).replace("-", "_")
        return self.method.lower() + words.replace("/", "_")

    @property
    def needs_key(self) -> bool:
        """Whether the caller must name the request, so that it is carried out once."""
        return self.method == "POST"

    @property
    def needs_version(self) -> bool:
        """Whether the caller must say which version of the thing it has seen."""
        return self.guarded or self.method in {"PATCH", "PUT"}
