"""What is paid for a plan, by three different people."""
