"""A simulated city that speaks the real protocols and misbehaves on request. Everything follows from (seed, time)."""
