"""Personal data at rest and on its way: sealed, shown to whom it is about, forgotten."""
