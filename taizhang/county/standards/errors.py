"""What the standards refuse with: a Chinese sentence that says what is wrong and what to do."""


class Invalid(ValueError):
    """Its text is shown to the person who typed, and may reach a log: it never repeats a whole number."""


class CalendarNotPublished(Invalid):
    """A date lies in a year whose days off are not known, so that counting working days there would be a guess."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year}年的放假调休安排尚未收录，不能推算工作日；请在国务院办公厅公布后更新日历，或改用自然日"
        )
        self.year = year


def unreadable(error: OSError) -> str:
    """Why a file cannot be read, as a phrase that follows its name."""
    match error:
        case FileNotFoundError():
            return "没有这个文件"
        case IsADirectoryError():
            return "是文件夹，请写明其中的文件"
        case PermissionError():
            return "没有权限读取"
    return f"无法读取（{error.strerror}）"
