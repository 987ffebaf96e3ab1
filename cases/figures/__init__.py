"""What the public may know of how departments work: counted once a case, told without telling of single companies."""
