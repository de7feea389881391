"""One module for each legal instrument; only kigen.rules.answer knows their order."""
