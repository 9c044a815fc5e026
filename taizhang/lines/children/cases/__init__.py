"""The cases of children: from the application to the register, through reviews and changes, and out of it again."""
