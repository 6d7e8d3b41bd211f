"""A paper and an entry of a trade register are known by what they say, not by how it is spelt."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RUN = re.compile(r"[0-9]+|[^\W\d_]+")


def upgrade() -> None:
    op.add_column("payments", sa.Column("proof_key", sa.Text))
    op.add_column("vendors", sa.Column("registration_key", sa.Text))
    fill("payments", "proof_number", "proof_key", ("vendor_id", "plan_id", "proof_kind"))
    fill("vendors", "registration_number", "registration_key", ("country",))
    used = sa.text("status <> 'rejected'")
    op.drop_index("uq_payments_proof_number", "payments")
    op.create_index(
        "uq_payments_proof_of_vendor",
        "payments",
        ["vendor_id", "proof_kind", "proof_key"],
        unique=True,
        postgresql_where=used,
    )
    op.create_index(
        "uq_payments_proof_of_returnee",
        "payments",
        ["plan_id", "proof_kind", "proof_key"],
        unique=True,
        postgresql_where=sa.text("status <> 'rejected' AND vendor_id IS NULL"),
    )
    op.create_index(
        "uq_vendors_registration", "vendors", ["country", "registration_key"], unique=True
    )


def fill(table: str, number: str, key: str, beside: tuple[str, ...]) -> None:
    """Write the key of what is there; of those that were one all along the oldest has it."""
    alive = "WHERE status <> 'rejected'" if table == "payments" else ""
    database = op.get_bind()
    columns = ", ".join(("id", number, *beside))
    rows = database.execute(sa.text(f"SELECT {columns} FROM {table} {alive} ORDER BY id")).all()  # noqa: S608
    seen = set()
    for one_id, written, *others in rows:
        said = number_key(written)
        place = (
            said,
            *([others[0], None, others[2]] if others[0] and table == "payments" else others),
        )
        if place not in seen:
            seen.add(place)
            database.execute(
                sa.text(f"UPDATE {table} SET {key} = :key WHERE id = :id"),  # noqa: S608
                {"key": said, "id": one_id},
            )


def number_key(written: str) -> str:
    """As the code said it on the day of this page."""
    plain = unicodedata.normalize("NFKC", written).casefold()
    digits = "".join(str(unicodedata.decimal(one, one)) for one in plain)
    runs = [run.lstrip("0") or "0" if run.isdecimal() else run for run in RUN.findall(digits)]
    return " ".join(runs) or digits.strip()
