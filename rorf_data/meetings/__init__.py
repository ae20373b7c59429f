"""What is made for the meeting and for grants: the deck, the town pages, the evidence pack, the need statement."""
