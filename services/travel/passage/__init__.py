"""The day itself: who signed, boarded, stayed and arrived."""
