"""Alembic's environment for expert_deployment's tables."""

from services.chassis.migrate import run_env

run_env("expert_deployment")
