"""Runs a program and prints what it used, as JSON on the last line of standard output: python3 usage.py <program> [arguments]

Processor time and the high-water mark of memory come from the kernel (wait4), for the program and the processes it waited for.
"""
import json
import os
import sys
import time

started = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print(json.dumps({
    "wallMilliseconds": (time.perf_counter() - started) * 1000,
    "cpuMilliseconds": (usage.ru_utime + usage.ru_stime) * 1000,
    "peakBytes": usage.ru_maxrss * 1024,
    "code": os.waitstatus_to_exitcode(status),
}))
