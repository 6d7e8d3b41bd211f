"""The cash that a person is handed at the airport, once (R-REAN-17)."""
