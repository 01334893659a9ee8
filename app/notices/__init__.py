"""Messages to people: templates, channels, delivery, proof."""
