"""What overtime and early leave of whole hours bring in weeks of the people whom a plan has."""
