"""Proves that nothing is lost or doubled: the real system, a stream of cases, and faults."""
