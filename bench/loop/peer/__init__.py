"""What a team would build for the same from packages: Django REST framework, django-fsm-2, django-simple-history."""
