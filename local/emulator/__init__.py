"""The emulator that stands in for AWS: deploying into it, and doing what it leaves out.

Only this package knows which emulator it is. Its limits are met elsewhere too: `local.proxy` passes few requests on to it at
once and corrects one of its answers, and `local.survive` keeps what it forgets when it ends.
"""
