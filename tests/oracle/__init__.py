"""Our schedules against MPXJ's, which follow Primavera P6 and Microsoft Project.

``python -m tests.oracle`` compares a thousand random plans of every feature (``make oracle``
installs what it needs); the test of this package a few of each, when Java and mpxj are present.
"""
