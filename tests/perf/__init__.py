"""How many Python functions the hot paths call: speed that can be counted, and cannot rot unseen. Nothing is timed."""
