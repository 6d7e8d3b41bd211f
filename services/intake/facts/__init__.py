"""What is known of a case and its people when something is decided, and the reasons it gives."""
