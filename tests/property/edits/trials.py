"""All candidates one by one: was anything better missed?"""


def try_everything(program, clinic, name):
    return [0, 0]
