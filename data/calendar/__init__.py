"""Days and clocks: local intervals over UTC, public holidays as dated rows."""
