"""Why an act on a result is not done."""


class Refused(Exception):
    """The message says in Chinese what stands against it and what to do."""


class Overtaken(Refused):
    """Somebody was first; the page is to be shown as it stands now."""
