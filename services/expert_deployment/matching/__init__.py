"""Who goes: candidates for a vacancy, and the selection by IOM and the host together."""
