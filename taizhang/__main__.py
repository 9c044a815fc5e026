"""python -m taizhang: the taizhang command."""

from taizhang.config.cli import main

main()
