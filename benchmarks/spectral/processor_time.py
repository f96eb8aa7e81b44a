"""Runs a Python script with processor time in place of the clock, so that what it prints as seconds does not depend on who else uses the machine.
usage: processor_time.py SCRIPT ARGUMENTS..."""
import runpy
import sys
import time

time.time = time.process_time
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
