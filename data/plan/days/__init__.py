"""What a plan says of single days: open, routed where, lifted by what, handled how long."""
