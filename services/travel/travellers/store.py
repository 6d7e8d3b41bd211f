"""Where travel keeps its travellers: what happened in the clear, who they are as ciphertext."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.travel.travellers.model import (
    Evidence,
    NotHandedOver,
    PersonType,
    Traveller,
    TravellerStatus,
)

mapping = mapping_of("travel")

travellers = Table(
    "travellers",
    mapping.metadata,
    Column("movement_id", Text, ForeignKey("movements.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("person_id", Text, nullable=False, index=True),
    Column("person_type", EnumText(PersonType), nullable=False),
    Column("details", LargeBinary, nullable=False),
    Column("status", EnumText(TravellerStatus), nullable=False),
    Column("declared_at", UtcDateTime),
    Column("departed_at", UtcDateTime),
    Column("evidence", EnumText(Evidence)),
    Column("arrived_at", UtcDateTime),
    Column("handed_over_at", UtcDateTime),
    Column("kept_at", UtcDateTime),
    Column("kept_because", EnumText(NotHandedOver)),
    Column("airline_says", Text),
    Column("left_without", JsonOf),
    Column("told_by", Integer, nullable=False, server_default="0"),
)
mapping.map_imperatively(Traveller, travellers)
