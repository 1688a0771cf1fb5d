"""Lottery: the numbers that settle ties (src/docs/matching.md)."""

import hashlib

FULL = 2 ** 64 - 1


def lot(name):
    return int.from_bytes(hashlib.sha256(name.encode('utf-8')).digest()[:8],
                          'big')


def mix(z):
    z &= FULL
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9 & FULL
    z = (z ^ z >> 27) * 0x94d049bb133111eb & FULL
    return z ^ z >> 31


def rotated(z):
    return (z << 1 | z >> 63) & FULL


def client_number(client, seed):
    return mix(lot(client) ^ seed)


def pair_number(client, therapist, seed):
    return mix(lot(client) ^ rotated(lot(therapist)) ^ seed)
