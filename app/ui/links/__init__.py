"""Drawings in links: opened and replayed, made and shown as a QR code, and saved as pictures."""
