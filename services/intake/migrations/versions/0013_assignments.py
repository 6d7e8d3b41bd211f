"""Who works on a case, and who saw one in an emergency."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from services.chassis.callers.identity import folded
from services.chassis.ids import new_id
from services.chassis.messages import Envelope
from services.chassis.watch import tracing
from services.chassis.wire import envelope

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WAITING = (
    ("version", sa.Integer, False),
    ("entered_at", sa.DateTime(timezone=True), False),
    ("waits_for", sa.Text, True),
    ("owner", sa.Text, True),
    ("due_at", sa.DateTime(timezone=True), True),
    ("reminded_for", sa.DateTime(timezone=True), True),
    ("overdue", sa.Boolean, False),
)
# Whoever opened a case before there were assignments works on it; the timeline knows who that is.
OPENERS = """
SELECT about AS case_ref, actor AS staff_id, at AS assigned_at FROM timeline_entries
WHERE type = 'intake.case_opened' AND about IN (SELECT case_ref FROM cases)
"""


def upgrade() -> None:
    _assignments()
    _gaps()
    _emergencies()
    for row in op.get_bind().execute(sa.text(OPENERS)).mappings().all():
        _assign(**row)


def _assignments() -> None:
    op.create_table(
        "case_assignments",
        sa.Column("assignment_id", sa.Text, nullable=False),
        sa.Column("case_ref", sa.Text, nullable=False),
        sa.Column("staff_id", sa.Text, nullable=False),
        sa.Column("how", sa.String, nullable=False),
        sa.Column("assigned_by", sa.Text, nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Text),
        sa.Column("released_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("assignment_id", name="pk_case_assignments"),
    )
    op.create_index("ix_case_assignments_case_ref", "case_assignments", ["case_ref", "assigned_at"])


def _gaps() -> None:
    op.create_table(
        "assignment_gaps",
        sa.Column("gap_id", sa.Text, nullable=False),
        sa.Column("case_ref", sa.Text, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        *(sa.Column(name, kind, nullable=empty) for name, kind, empty in WAITING),
        sa.PrimaryKeyConstraint("gap_id", name="pk_assignment_gaps"),
    )
    op.create_index("ix_assignment_gaps_case_ref", "assignment_gaps", ["case_ref"])
    op.create_index("ix_assignment_gaps_status_gap_id", "assignment_gaps", ["status", "gap_id"])


def _emergencies() -> None:
    op.create_table(
        "emergency_accesses",
        sa.Column("access_id", sa.Text, nullable=False),
        sa.Column("case_ref", sa.Text, nullable=False),
        sa.Column("staff_id", sa.Text, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("finding", sa.String),
        sa.Column("reviewed_by", sa.Text),
        sa.Column("reviewed_at", sa.DateTime(timezone=True)),
        *(sa.Column(name, kind, nullable=empty) for name, kind, empty in WAITING),
        sa.PrimaryKeyConstraint("access_id", name="pk_emergency_accesses"),
    )
    op.create_index("ix_emergency_accesses_case_ref", "emergency_accesses", ["case_ref"])
    op.create_index(
        "ix_emergency_accesses_status_access_id", "emergency_accesses", ["status", "access_id"]
    )


def _assign(case_ref: str, staff_id: str, assigned_at: datetime) -> None:
    """Write what `assign_opener` would have written, and tell the other services of it."""
    said = {"case_ref": case_ref, "assignment_id": new_id(), "staff_id": staff_id}
    known = {**said, "assigned_at": assigned_at}
    connection = op.get_bind()
    connection.execute(
        sa.text(
            "INSERT INTO case_assignments (assignment_id, case_ref, staff_id, how, assigned_by,"
            " assigned_at) VALUES (:assignment_id, :case_ref, :staff_id, 'opened', :staff_id,"
            " :assigned_at)"
        ),
        known,
    )
    connection.execute(
        sa.text(
            "INSERT INTO access_grants (grant_id, thing, subject)"
            " VALUES (:assignment_id, :case_ref, :subject)"
        ),
        {**said, "subject": folded(staff_id)},
    )
    fact = Envelope(
        id=new_id(),
        source="/homeward/intake",
        type="intake.case_assigned.v1",
        time=datetime.now(UTC),
        subject=case_ref,
        sequence=0,
        correlation_id=case_ref,
        causation_id="",
        trace_parent=tracing.child(""),
    )
    content = {**said, "assigned_at": assigned_at.isoformat()}
    connection.execute(
        sa.text(
            "INSERT INTO outbox (message_id, broker, exchange, routing_key, body)"
            " VALUES (:id, 'internal', 'intake.events', 'case_assigned.v1', :body)"
        ),
        {"id": fact.id, "body": envelope.write(fact, content)},
    )


def downgrade() -> None:
    for table in ("emergency_accesses", "assignment_gaps", "case_assignments"):
        op.drop_table(table)
