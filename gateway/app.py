"""Puts the gateway together: routes become views and documents, errors become problems."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from flask_smorest import Api, Blueprint
from werkzeug.routing import BaseConverter

from gateway import access, documents, health, problems
from gateway.identity import Identities
from gateway.operations import Operation
from gateway.reception import Reception
from gateway.resources import case_view, rights
from gateway.resources.case_view import CaseOperation
from gateway.resources.rights import ExportOperation
from gateway.routes import PARAMETER, Route
from gateway.settings import Settings
from services.chassis.wire.rpc import RpcClient

TAGS = {
    "intake": "Cases: who asks for help, whether we may help, and what protects them.",
    "travel": "Journeys: offers, bookings, escorts, and what happened on the day.",
    "reintegration": "Entitlements, plans, payments and the ledger.",
    "expert_deployment": "Vacancies, candidates and assignments of diaspora experts.",
    "operations": "Messages that could not be handled.",
}


class ReferenceConverter(BaseConverter):
    """A reference or an id in a path; anything else is no address of ours."""

    regex = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"


def create_app(settings: Settings, rpc: RpcClient, routes: Sequence[Route]) -> Flask:
    """Return the WSGI application."""
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.body_bytes_max + 1
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.converters["reference"] = ReferenceConverter
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    identities = Identities(settings)
    access.install(app)
    health.install(app, settings, identities)
    api = documents.install(app)
    add_routes(api, routes, Reception(settings, identities), rpc)
    # Last, so that flask-smorest's own error page is replaced by ours.
    problems.install(app)
    return app


def add_routes(api: Api, routes: Sequence[Route], reception: Reception, rpc: RpcClient) -> None:
    """Make a view and a page of the documents of each route."""
    blueprints = {tag: Blueprint(tag, __name__, description=says) for tag, says in TAGS.items()}
    threads = ThreadPoolExecutor(case_view.THREADS, thread_name_prefix="case-part")
    for route in routes:
        if route is case_view.ROUTE:
            view: documents.View = CaseOperation(reception, rpc, threads).__call__
        elif route is rights.EXPORT:
            view = ExportOperation(reception, rpc, threads).__call__
        else:
            view = Operation(route, reception, rpc).__call__
        blueprints[documents.tag_of(route)].add_url_rule(
            PARAMETER.sub(r"<reference:\1>", route.path),
            endpoint=route.operation_id,
            view_func=documents.described(view, route),
            methods=[route.method],
            provide_automatic_options=False,
        )
    for blueprint in blueprints.values():
        api.register_blueprint(blueprint)
