"""练习 mode: the demo town with a clock that one can drive, for training; it never touches a desk's own database.

It is the embedded desk in a folder of its own (`DESK_PRACTICE=1`): one process, so one clock for all threads.
"""
