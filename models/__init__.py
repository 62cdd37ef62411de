"""What is true on paper: demand, queueing, staffing, routing. numpy and scipy only."""
