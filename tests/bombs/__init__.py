"""Small makers of what would stall an office: content that is typed, and files that are sent."""
