"""Teams that share: people of one queue, people of several, and what every queue gets."""
