"""Alembic's environment for travel's tables."""

from services.chassis.migrate import run_env

run_env("travel")
