"""Who of staff works on a case: given, handed over, taken back, and never nobody for long."""
