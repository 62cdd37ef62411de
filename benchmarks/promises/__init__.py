"""The judge of what the product promises: calls played one by one, by no code of the product's."""
