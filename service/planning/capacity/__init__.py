"""What pools need against what their people can give, and whether cut-overs are ready."""
