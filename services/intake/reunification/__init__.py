"""Family reunification: the order of the sponsor, the visas, and what the family pays."""
