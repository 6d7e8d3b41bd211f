"""Breaking the glass: seeing a case that is not yours, for a short time, and answering for it."""
