"""Call history: files in, checked and stored; demand and its quality out."""
