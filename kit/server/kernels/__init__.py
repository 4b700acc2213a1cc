"""The processes behind a session: started, watched, handed out and ended."""
