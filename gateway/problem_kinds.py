"""The sorts of problem that a caller can meet, each a page at /problems/<code>."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True)
class Kind:
    """A sort of problem, with a page of its own at /problems/<code>."""

    code: str
    status: HTTPStatus
    title: str
    advice: str

    @property
    def address(self) -> str:
        return f"/problems/{self.code}"


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "unreadable",
            HTTPStatus.BAD_REQUEST,
            "The request cannot be read",
            "Send well-formed HTTP and JSON: UTF-8, no repeated names, no NaN, not nested deeply.",
        ),
        Kind(
            "unauthenticated",
            HTTPStatus.UNAUTHORIZED,
            "We do not know who is asking",
            "Send `Authorization: Bearer` with a token of our issuer that has not expired.",
        ),
        Kind(
            "forbidden",
            HTTPStatus.FORBIDDEN,
            "The caller may not do this",
            "Ask someone whose role allows it; the sentence says what was missing.",
        ),
        Kind(
            "not-found",
            HTTPStatus.NOT_FOUND,
            "There is no such thing, or it is not yours to see",
            "Check the reference. /openapi.json lists every address.",
        ),
        Kind(
            "method-not-allowed",
            HTTPStatus.METHOD_NOT_ALLOWED,
            "This address does not take that method",
            "The header Allow names the methods it takes.",
        ),
        Kind(
            "too-slow",
            HTTPStatus.REQUEST_TIMEOUT,
            "The request did not arrive in time",
            "Send the whole body at once.",
        ),
        Kind(
            "conflict",
            HTTPStatus.CONFLICT,
            "Not in the present state",
            "Read the thing again; the sentence says what can be done now.",
        ),
        Kind(
            "still-running",
            HTTPStatus.CONFLICT,
            "The same request is still being carried out",
            "Send it again with the same Idempotency-Key after a moment.",
        ),
        Kind(
            "stale",
            HTTPStatus.PRECONDITION_FAILED,
            "The thing has changed since you read it",
            "Read it again, look at what changed, and send If-Match with its new ETag.",
        ),
        Kind(
            "too-large",
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            "The body is too large",
            "Send less at once.",
        ),
        Kind(
            "address-too-long",
            HTTPStatus.REQUEST_URI_TOO_LONG,
            "The address is too long",
            "Use fewer or shorter filters.",
        ),
        Kind(
            "unsupported-content",
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "This kind of content is not read here",
            "Send application/json; PATCH also takes application/merge-patch+json.",
        ),
        Kind(
            "invalid",
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "The request makes no sense as sent",
            "Each entry of `errors` points at one place and says how to mend it.",
        ),
        Kind(
            "key-reused",
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "This Idempotency-Key was used for another request",
            "Take a new key for every new intention, the same only for the same request.",
        ),
        Kind(
            "key-missing",
            HTTPStatus.PRECONDITION_REQUIRED,
            "An Idempotency-Key is needed",
            "Name the request with a key of your own, so that it is carried out once.",
        ),
        Kind(
            "version-missing",
            HTTPStatus.PRECONDITION_REQUIRED,
            "If-Match is needed",
            "Send the ETag of what you read, so that nobody's change is overwritten.",
        ),
        Kind(
            "too-many-requests",
            HTTPStatus.TOO_MANY_REQUESTS,
            "Too many requests from this caller",
            "Wait as long as Retry-After says.",
        ),
        Kind(
            "headers-too-large",
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
            "The headers are too large",
            "Send fewer or shorter headers.",
        ),
        Kind(
            "defect",
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "Something broke on our side",
            "Tell us the request_id. What was sent may be sent again with the same key.",
        ),
        Kind(
            "service-away",
            HTTPStatus.SERVICE_UNAVAILABLE,
            "The part that answers this is away",
            "Nothing was done. Send it again after Retry-After, with the same key.",
        ),
        Kind(
            "deadline-passed",
            HTTPStatus.GATEWAY_TIMEOUT,
            "No answer in time",
            "It may or may not have been done. Send it again with the same key to know.",
        ),
    )
}
BY_STATUS = {int(kind.status): kind for kind in reversed(KINDS.values())}
