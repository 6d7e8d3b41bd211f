"""The gateway's own documents: OpenAPI from the routes, its user interface, the problems' pages."""

from __future__ import annotations

import importlib.resources
import mimetypes
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Response, render_template_string
from flask_smorest import Api

from gateway import openapi
from gateway.problem_kinds import KINDS
from gateway.problems import Refused
from gateway.roles import SERVICES
from gateway.routes import Route

PAGES = Path(__file__).parent / "pages"
SWAGGER_UI = Path(str(importlib.resources.files("flask_swagger_ui"))) / "dist"
SWAGGER_UI_FILES = ("swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png")
# Everything comes from here, so a page that is tricked into asking elsewhere gets nothing.
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'"

View = Callable[..., Response]


class Documents(Api):
    """Collects the routes, without the error and paging objects that flask-smorest would add."""

    def _register_responses(self) -> None:
        """Ours are problems."""

    def _register_etag_headers(self) -> None:
        """Ours are in gateway/openapi.py."""

    def _register_pagination_header(self) -> None:
        """Our pages have a Link."""


def install(app: Flask) -> Api:
    """Serve the documents and return what collects the routes into them."""
    app.config.update(
        API_TITLE="Homeward",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
    )
    plugin = MarshmallowPlugin(schema_name_resolver=openapi.schema_name)
    api = Documents(app, spec_kwargs={"marshmallow_plugin": plugin, "info": openapi.INTRODUCTION})
    api.DEFAULT_ERROR_RESPONSE_NAME = None
    openapi.add_components(api.spec)
    api.register_converter(app.url_map.converters["reference"], openapi.reference_schema)
    app.add_url_rule("/docs", view_func=docs)
    app.add_url_rule("/docs/<path:name>", view_func=docs_file)
    app.add_url_rule("/problems", view_func=problem_index)
    app.add_url_rule("/problems/<code>", view_func=problem_page)
    return api


def tag_of(route: Route) -> str:
    return route.service if route.service in SERVICES else "operations"


def described(view: View, route: Route) -> View:
    """Return the view with its page of the documents, in the form flask-smorest reads."""

    @wraps(view)
    def wrapper(**parameters: str) -> Response:
        return view(**parameters)

    notes: Any = wrapper
    notes._apidoc = {"manual_doc": openapi.operation(route)}  # noqa: SLF001 - as its decorators do
    wrapper.__doc__ = None
    return wrapper


def docs() -> Response:
    return _page(PAGES, "docs.html")


def docs_file(name: str) -> Response:
    """Serve the user interface's files: our two, and three of Swagger UI's package."""
    if name in SWAGGER_UI_FILES:
        return _page(SWAGGER_UI, name)
    if name == "docs.js":
        return _page(PAGES, name)
    raise Refused("not-found", "There is no such file here.")


def problem_index() -> Response:
    return _html("Problems", [(kind.address, kind.code, kind.title) for kind in KINDS.values()])


def problem_page(code: str) -> Response:
    """Say what a sort of problem means and what to do about it."""
    kind = KINDS.get(code)
    if kind is None:
        raise Refused("not-found", "There is no such sort of problem; see /problems.")
    return _html(f"{int(kind.status)} {kind.title}", [("/problems", "all problems", kind.advice)])


def _html(title: str, rows: list[tuple[str, str, str]]) -> Response:
    template = (PAGES / "problem.html").read_text()
    return _guarded(Response(render_template_string(template, title=title, rows=rows)))


def _page(folder: Path, name: str) -> Response:
    kind = mimetypes.guess_type(name)[0]
    return _guarded(Response((folder / name).read_bytes(), mimetype=kind))


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response
