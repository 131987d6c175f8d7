"""Bytes as text, under either Python. Portable: MicroPython has them in C, and what it calls `binascii` is slow to import."""
try:
    from ubinascii import a2b_base64, b2a_base64, crc32
except ImportError:
    from binascii import a2b_base64, b2a_base64, crc32

__all__ = ["a2b_base64", "b2a_base64", "crc32"]
