"""What is demanded back in the books and on paper: every move of a claim, its notice, its reminders, its end."""
