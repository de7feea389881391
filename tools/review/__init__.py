"""What a change has to mend, and which dates and pages it moves, told in Japanese."""
