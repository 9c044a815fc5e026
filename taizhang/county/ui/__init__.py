"""What every page shares: templates, components, stylesheet, menu; no models."""
