"""What became of it: the final report and the follow-up a year after arrival."""
