"""An independent reading of the specification, to hold the program against.

bytes -> rows -> roster -> fit of every pair -> plan -> expected results.
"""
