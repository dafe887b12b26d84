"""Adapters that speak to servers; their clients are imported only when a setting names them."""
