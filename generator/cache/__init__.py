"""What earlier builds made, and of what, so that nothing is made twice.

A file beside the output holds, for each job, digests of all that it was made from and the
record of what came of it; the files themselves are those of the published site. It may be
deleted at any time, and whatever of it is damaged counts for nothing.
"""
