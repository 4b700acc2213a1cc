"""A snapshot drawn and told: Altair's charts as SVG, and captions in words."""
