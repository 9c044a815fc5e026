"""The standards are usable without Django, a database or settings."""

import subprocess
import sys


def test_the_standards_import_nothing_of_django_or_of_the_rest_of_the_core():
    program = """if True:
        import importlib, pkgutil, sys
        from taizhang.county import standards
        for module in pkgutil.iter_modules(standards.__path__):
            importlib.import_module(f"{standards.__name__}.{module.name}")
        core = {name.split(".")[2] for name in sys.modules if name.startswith("taizhang.county.")}
        print("django" in sys.modules, sorted(core))
    """

    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert finished.stdout.strip() == "False ['standards']"
