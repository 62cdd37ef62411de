"""Files as people have them, opened into tables of text cells."""
