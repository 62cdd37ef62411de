"""The cheapest plan whose every week promises its target."""
