"""What is withheld from published tables so that no single person, vehicle or case can be read from them."""
