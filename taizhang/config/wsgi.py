"""The WSGI application that granian serves."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
# What is loaded now stays; looked through again and again for garbage, it would cost each request a tenth of its time.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
