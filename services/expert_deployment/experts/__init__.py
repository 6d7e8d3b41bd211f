"""Who may be sent: diaspora experts who gave consent to be in the register."""
