"""What was asked of the agents, what they offered, and which offer the rules choose."""
