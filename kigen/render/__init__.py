"""Tables, dates and citations as text; no arithmetic."""
