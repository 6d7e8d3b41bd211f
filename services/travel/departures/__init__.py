"""The day itself: declarations, boarding, arrival, hand-over."""
