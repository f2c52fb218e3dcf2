"""Who is connected to which server: aliases, environments, credentials, shared channels and capabilities."""
