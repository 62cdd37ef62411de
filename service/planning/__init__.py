"""What plan, people and release mean together; knows no web, command line or database."""
