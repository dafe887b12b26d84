"""Measurements, told as ratios of one run. Machines are shared and noisy: nothing here is asserted."""
