"""What is doubted of a history file before it is stored: by itself, the plan and what is known."""
