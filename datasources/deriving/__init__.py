"""What follows from landed rows: stop visits, sums, service days."""
