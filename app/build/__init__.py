"""What makes the static site and shows it here: run by CPython, and by Node where it says so. start/ runs in the browser."""
