"""What the bank returned, from the day it came back to the day it was paid again or was no longer owed."""
