"""What every KPI said, every five minutes."""
