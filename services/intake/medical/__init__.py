"""The medical file: kept apart, opened with a reason, handed over with a consent each time."""
