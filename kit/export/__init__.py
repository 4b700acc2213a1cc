"""What a session's screen has shown, on paper and for a spreadsheet."""
