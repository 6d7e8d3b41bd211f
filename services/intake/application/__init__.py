"""The application: two signatures on one date."""
