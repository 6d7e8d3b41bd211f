"""What is asked of the agents, and whether they answered."""
