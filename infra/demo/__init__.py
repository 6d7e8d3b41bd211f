"""A day of real cases through the running system, over HTTP and AMQP only, watched live."""
