"""Reads configurations as Data-Juicer does before a run, each named by an argument, and prints the operators that it would run."""

import json
import sys

from data_juicer.config import init_configs
from loguru import logger

logger.remove()
read = [init_configs(["--config", file], load_configs_only=True).process for file in sys.argv[1:]]
print(json.dumps([[name for operator in process for name in operator] for process in read]))
