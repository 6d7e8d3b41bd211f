"""Every euro twice: what was reserved, paid, returned and spent, and where it came from."""
