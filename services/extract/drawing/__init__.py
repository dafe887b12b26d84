"""Pictures of pages, for those who look: drawn on demand, in child processes of the gateway that are watched."""
