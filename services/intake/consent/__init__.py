"""What people signed, and until when it counts."""
