"""How the readers of files refuse."""


class Unfit(ValueError):
    """A file whose words cannot be had; the message is a Chinese sentence without its subject, the file."""
