"""Starts a command and waits for it; writes its seconds, the most memory that was resident in kB, and its exit code to the descriptor named first.

usage: python3 -I -S launch.py DESCRIPTOR COMMAND [ARGUMENT…]

A program of its own because Linux counts what the parent holds as the child's memory: this one holds little.
"""
import os
import sys
import time

descriptor = int(sys.argv[1])
start = time.perf_counter()
process = os.posix_spawnp(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(process, 0)
seconds = time.perf_counter() - start
os.write(descriptor, f"{seconds} {usage.ru_maxrss} {os.waitstatus_to_exitcode(status)}".encode())
