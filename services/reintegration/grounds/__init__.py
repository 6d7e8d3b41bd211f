"""What decides a person's money and is nobody's to read, as intake sealed it for us."""
