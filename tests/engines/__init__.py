"""One session in the engines that half of a room brings along: WebKit and Firefox."""
