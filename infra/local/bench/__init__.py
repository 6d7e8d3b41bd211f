"""What tests stand on: real servers, fresh databases and vhosts, real service processes."""
