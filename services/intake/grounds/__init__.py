"""What decides a person's money and is nobody's to read on the way: sealed for reintegration."""
