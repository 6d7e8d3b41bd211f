"""What is published of departures and contacts: never a person, never a small number."""
