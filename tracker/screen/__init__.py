"""What pages share: the words, the actor, errors in words, dates and doses as text, and a few components."""
