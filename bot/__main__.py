"""`python -m bot` is `summit-bot`."""

from bot.cli import main

main()
