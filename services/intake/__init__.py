"""Who asks for help, what they consented to, whether we may help, and what protects them."""
