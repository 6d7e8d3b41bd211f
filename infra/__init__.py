"""What runs the system: nothing here is imported by the system itself."""
