"""What follows the drawing below or beside the pad, one folder a view, and what they share; comes after the first answer."""
